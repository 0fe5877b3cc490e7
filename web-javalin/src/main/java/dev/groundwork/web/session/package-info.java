/** Signing in over HTTP. */
@NullMarked
package dev.groundwork.web.session;

import org.jspecify.annotations.NullMarked;
