package dev.groundwork.domain.flag;

import org.jspecify.annotations.Nullable;

/** A compiled JsonLogic rule. Immutable. */
@FunctionalInterface
interface Rule {
    /**
     * What the rule yields; never throws but for what {@link Run} bounds.
     *
     * @param data what {@code var} looks into: the context, or within {@code map} and its like an item
     */
    @Nullable
    Object apply(Run run, @Nullable Object data);
}
