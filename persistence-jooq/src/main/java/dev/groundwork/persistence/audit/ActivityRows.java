package dev.groundwork.persistence.audit;

import static dev.groundwork.persistence.schema.audit.Tables.ACTIVITY_LOGS;

import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.By;
import dev.groundwork.domain.audit.Activity.ByNobody;
import dev.groundwork.domain.audit.Activity.ByPerson;
import dev.groundwork.domain.audit.Activity.BySystem;
import dev.groundwork.domain.audit.Activity.Source;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.schema.audit.tables.ActivityLogs;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rows of the audit log as activities, and what each is called. */
final class ActivityRows {
    /** What {@link #activity} reads, with {@link #PERSON}. */
    static final ActivityLogs PAGE = ACTIVITY_LOGS.as("page");

    static final Field<Person> PERSON = Persons.person(PAGE.USER_ID);

    private static final String SYSTEM = "system:";

    private ActivityRows() {}

    /** Where an entry lies, its partition included. */
    record Place(Instant at, long id) {

        /** Empty where no entry can be called so. */
        static Optional<Place> parse(String text) {
            try {
                byte[] place = Base64.getUrlDecoder().decode(text);
                if (place.length == 2 * Long.BYTES) {
                    ByteBuffer parts = ByteBuffer.wrap(place);
                    Place parsed = new Place(Instant.EPOCH.plus(parts.getLong(), ChronoUnit.MICROS), parts.getLong());
                    return Optional.of(parsed)
                            .filter(one -> one.isStorable() && one.toString().equals(text));
                }
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
                // falls through: nothing is called so
            }
            return Optional.empty();
        }

        /** PostgreSQL's years end earlier than Java's. */
        private boolean isStorable() {
            return at.isAfter(Instant.EPOCH.minus(365_000, ChronoUnit.DAYS))
                    && at.isBefore(Instant.EPOCH.plus(3_650_000, ChronoUnit.DAYS));
        }

        @Override
        public String toString() {
            byte[] place = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                    .putLong(id)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(place);
        }
    }

    static Activity activity(Record row) {
        return new Activity(
                new Place(row.get(PAGE.CREATED_AT), row.get(PAGE.ID)).toString(),
                row.get(PAGE.CREATED_AT),
                by(row.get(PAGE.ACTOR), row.get(PERSON)),
                row.get(PAGE.ACTION),
                Objects.requireNonNullElse(row.get(PAGE.RESOURCE_TYPE), ""),
                row.get(PAGE.RESOURCE_ID),
                LoggedValues.changes(row.get(PAGE.OLD_VALUES), row.get(PAGE.NEW_VALUES)),
                row.get(PAGE.REASON),
                source(row));
    }

    private static By by(String actor, @Nullable Person person) {
        if (person != null) {
            return new ByPerson(person);
        }
        return actor.startsWith(SYSTEM) ? new BySystem(actor.substring(SYSTEM.length())) : new ByNobody();
    }

    private static Source source(Record row) {
        return new Source(
                row.get(PAGE.SESSION_ID),
                new Origin(
                        row.get(PAGE.IP_ADDRESS),
                        row.get(PAGE.USER_AGENT),
                        // A row written past the server, by hand, belongs to no request.
                        Objects.requireNonNullElse(row.get(PAGE.REQUEST_ID), "")));
    }
}
