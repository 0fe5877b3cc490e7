/** Copies of accounts. */
@NullMarked
package dev.groundwork.cache.account;

import org.jspecify.annotations.NullMarked;
