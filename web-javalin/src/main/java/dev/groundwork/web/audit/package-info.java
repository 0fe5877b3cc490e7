/** Histories over HTTP. */
@NullMarked
package dev.groundwork.web.audit;

import org.jspecify.annotations.NullMarked;
