/** What a deployment decides: each setting declared once, read from flags, environment and file, and checked as a whole. */
@NullMarked
package dev.groundwork.bootstrap.configuration;

import org.jspecify.annotations.NullMarked;
