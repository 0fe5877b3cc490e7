/** Settings over HTTP. */
@NullMarked
package dev.groundwork.web.setting;

import org.jspecify.annotations.NullMarked;
