/** Projects over HTTP. */
@NullMarked
package dev.groundwork.web.project;

import org.jspecify.annotations.NullMarked;
