@org.jspecify.annotations.NullMarked
package dev.groundwork.application.task;
