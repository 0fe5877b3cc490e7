/** Feature flags over HTTP. */
@NullMarked
package dev.groundwork.web.flag;

import org.jspecify.annotations.NullMarked;
