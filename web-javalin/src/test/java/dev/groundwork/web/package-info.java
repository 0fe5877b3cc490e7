/** The HTTP contract, asked for through the real server on a system in memory. */
@NullMarked
package dev.groundwork.web;

import org.jspecify.annotations.NullMarked;
