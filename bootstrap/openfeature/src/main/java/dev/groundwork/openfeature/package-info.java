/** Groundwork's flags by OpenFeature, in the same process. */
@NullMarked
package dev.groundwork.openfeature;

import org.jspecify.annotations.NullMarked;
