/** Violations, one at least for each rule of the house, planted to see the rule fail. Nothing here is ever run. */
@org.jspecify.annotations.NullMarked
package dev.groundwork.planted;
