/** The use cases on in-memory adapters, with a clock that stands still and ids that count. */
@org.jspecify.annotations.NullMarked
package dev.groundwork.application;
