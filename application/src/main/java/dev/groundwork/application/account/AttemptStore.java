package dev.groundwork.application.account;

import dev.groundwork.domain.account.Attempts;
import java.time.Instant;
import java.util.Objects;

/**
 * How often somebody's password was tried wrongly in a row. Each method locks what it counts until the unit ends, so that a
 * hundred tries at once are counted one after another. As the service only.
 */
public interface AttemptStore {

    /** What is counted. */
    enum Kind {
        /** An account, or a name that is nobody's. */
        ACCOUNT,
        /** A client's address. */
        ADDRESS
    }

    /**
     * @param value of an account its id, of an unknown name its keyed hash, of an address the address; at most 255
     *     characters
     */
    record Subject(Kind kind, String value) {
        public Subject {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(value);
        }
    }

    /** The count, and nobody else changes it until this unit ends. */
    Attempts findForUpdate(Subject subject);

    /** Replaces the count. */
    void put(Subject subject, Attempts attempts);

    /** Forgets the count. */
    void clear(Subject subject);

    /** Removes counts whose last failure lies before {@code oldest}. */
    int removeOlderThan(Instant oldest);
}
