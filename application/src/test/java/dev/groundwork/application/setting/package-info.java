@org.jspecify.annotations.NullMarked
package dev.groundwork.application.setting;
