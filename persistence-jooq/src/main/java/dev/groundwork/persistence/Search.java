package dev.groundwork.persistence;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What somebody looks for in names and titles. */
public final class Search {
    private Search() {}

    /**
     * Whether the text stands anywhere in the column, whatever its case; {@code %} and {@code _} mean themselves. By a collation
     * that knows the case of every letter: that of the column, or of the database, may be C, which knows only those of English.
     */
    public static Condition mentions(Field<String> column, String text) {
        return column.collate(DSL.collation("und-x-icu")).containsIgnoreCase(text);
    }
}
