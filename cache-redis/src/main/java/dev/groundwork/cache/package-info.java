/**
 * Copies in Redis, and in this process before it, of what PostgreSQL holds; and the count of what clients do. The door is
 * {@link dev.groundwork.cache.RedisCaches}.
 */
@NullMarked
package dev.groundwork.cache;

import org.jspecify.annotations.NullMarked;
