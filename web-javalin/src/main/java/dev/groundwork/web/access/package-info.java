/** The first administrator over HTTP. */
@NullMarked
package dev.groundwork.web.access;

import org.jspecify.annotations.NullMarked;
