/** Copies of what decides whether a credential counts. */
@NullMarked
package dev.groundwork.cache.session;

import org.jspecify.annotations.NullMarked;
