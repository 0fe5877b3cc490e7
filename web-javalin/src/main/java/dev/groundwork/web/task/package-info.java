/** Tasks over HTTP. */
@NullMarked
package dev.groundwork.web.task;

import org.jspecify.annotations.NullMarked;
