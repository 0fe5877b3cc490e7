/** A whole system in memory, set up for the tests of the use cases. */
@org.jspecify.annotations.NullMarked
package dev.groundwork.application.stage;
