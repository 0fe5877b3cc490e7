package dev.groundwork.persistence;

import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.val;

import org.jooq.Collation;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What somebody looks for in names and titles. */
public final class Search {
    /** Knows the case of every letter. That of the column, or of the database, may be C, which knows only those of English. */
    private static final Collation ANY_LETTER = DSL.collation("und-x-icu");

    private Search() {}

    /** Whether the text stands anywhere in the column, whatever its case; {@code %} and {@code _} mean themselves. */
    public static Condition mentions(Field<String> column, String text) {
        return lower(column.collate(ANY_LETTER)).contains(lower(val(text).collate(ANY_LETTER)));
    }
}
