package dev.groundwork.persistence;

import static dev.groundwork.persistence.schema.app.Tables.PEOPLE;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.SQLDataType.CLOB;

import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.Username;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** People inside other rows. */
public final class Persons {
    private Persons() {}

    /**
     * Whoever has this numeric id; null where the id is. A correlated subquery on purpose: {@code app.people} is a security
     * barrier, which PostgreSQL reads whole in a join and by its index here. An array is the cheapest way to carry five texts
     * through one.
     */
    public static Field<Person> person(Field<Long> id) {
        Field<String[]> texts = field(select(array(
                        PEOPLE.UUID.cast(CLOB),
                        PEOPLE.USERNAME.cast(CLOB),
                        PEOPLE.FIRST_NAME.cast(CLOB),
                        PEOPLE.LAST_NAME.cast(CLOB),
                        PEOPLE.AVATAR_URL))
                .from(PEOPLE)
                .where(PEOPLE.ID.eq(id)));
        return texts.convertFrom(Persons::read);
    }

    private static @Nullable Person read(@Nullable String @Nullable [] texts) {
        if (texts == null || texts[0] == null) {
            return null;
        }
        @Nullable String username = texts[1];
        return new Person(
                new UserId(UUID.fromString(texts[0])),
                username == null ? null : new Username(username),
                texts[2],
                texts[3],
                texts[4]);
    }

    /** Those of them that there are. */
    public static Map<UserId, Person> find(Unit unit, Set<UserId> ids) {
        return unit.sql()
                .select(PEOPLE.UUID, PEOPLE.USERNAME, PEOPLE.FIRST_NAME, PEOPLE.LAST_NAME, PEOPLE.AVATAR_URL)
                .from(PEOPLE)
                .where(PEOPLE.UUID.in(ids))
                .fetchMap(PEOPLE.UUID, mapping(Person::new));
    }

    /** The numeric id of a person; null where there is none. */
    public static Field<Long> idOf(UserId person) {
        return field(select(PEOPLE.ID).from(PEOPLE).where(PEOPLE.UUID.eq(person)));
    }

    /** The public id of whoever has this numeric id; null where the id is. */
    public static Field<UserId> uuidOf(Field<Long> id) {
        return field(select(PEOPLE.UUID).from(PEOPLE).where(PEOPLE.ID.eq(id)));
    }
}
