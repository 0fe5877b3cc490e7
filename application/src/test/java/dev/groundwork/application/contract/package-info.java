/**
 * What every adapter promises, as tests: an interface per port, whose tests a test class runs by implementing it with its own
 * subject. None assumes an empty store.
 */
@org.jspecify.annotations.NullMarked
package dev.groundwork.application.contract;
