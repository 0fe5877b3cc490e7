@NullMarked
package dev.groundwork.cache;

import org.jspecify.annotations.NullMarked;
