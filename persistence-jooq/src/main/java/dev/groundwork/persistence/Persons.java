package dev.groundwork.persistence;

import static dev.groundwork.persistence.schema.app.Tables.PEOPLE;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;

import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import org.jooq.Field;

/** People inside other rows. */
public final class Persons {
    private Persons() {}

    /**
     * Whoever has this numeric id; null where the id is. A correlated subquery on purpose: {@code app.people} is a security
     * barrier, which PostgreSQL reads whole in a join and by its index here.
     */
    public static Field<Person> person(Field<Long> id) {
        return multiset(select(PEOPLE.UUID, PEOPLE.USERNAME, PEOPLE.FIRST_NAME, PEOPLE.LAST_NAME, PEOPLE.AVATAR_URL)
                        .from(PEOPLE)
                        .where(PEOPLE.ID.eq(id)))
                .convertFrom(found ->
                        found.isEmpty() ? null : found.map(mapping(Person::new)).get(0));
    }

    /** The numeric id of a person; null where there is none. */
    public static Field<Long> idOf(UserId person) {
        return field(select(PEOPLE.ID).from(PEOPLE).where(PEOPLE.UUID.eq(person)));
    }
}
