/**
 * PostgreSQL and Redis for a machine that has neither, under one data folder, and the secrets that development generates there.
 * What they refuse comes as {@link dev.groundwork.bootstrap.StartRefused}.
 */
@NullMarked
package dev.groundwork.bootstrap.embedded;

import org.jspecify.annotations.NullMarked;
