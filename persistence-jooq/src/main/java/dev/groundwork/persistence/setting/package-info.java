@org.jspecify.annotations.NullMarked
package dev.groundwork.persistence.setting;
