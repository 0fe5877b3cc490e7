@NullMarked
package dev.groundwork.openfeature;

import org.jspecify.annotations.NullMarked;
