/**
 * The database: its migrations and what runs them, the check of the runtime login, and a throw-away PostgreSQL for tests and
 * for generating code. Everything it refuses comes as {@link dev.groundwork.db.DatabaseRefused}, a sentence for an operator.
 */
@NullMarked
package dev.groundwork.db;

import org.jspecify.annotations.NullMarked;
