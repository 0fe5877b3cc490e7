@org.jspecify.annotations.NullMarked
package dev.groundwork.persistence.flag;
