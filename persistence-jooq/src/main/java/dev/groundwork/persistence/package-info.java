/** The stores on PostgreSQL, on classes that jOOQ generates from the migrated schema; entered by {@code JooqPersistence}. */
@org.jspecify.annotations.NullMarked
package dev.groundwork.persistence;
