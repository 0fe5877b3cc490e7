/** What clients do, counted. */
@NullMarked
package dev.groundwork.cache.access;

import org.jspecify.annotations.NullMarked;
