package dev.groundwork.application.access;

import dev.groundwork.application.access.ColumnCipher.Sealed;
import dev.groundwork.domain.account.UserId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Social security numbers, sealed. As the service only. */
public interface SsnStore {

    /** A sealed number and whose it is. */
    record Owned(UserId user, Sealed number) {
        public Owned {
            Objects.requireNonNull(user);
            Objects.requireNonNull(number);
        }
    }

    /** The number; empty where there is none. */
    Optional<Sealed> find(UserId user);

    /** Sets the number. */
    void put(UserId user, Sealed number);

    /** Removes the number; false where there was none. */
    boolean remove(UserId user);

    /** Numbers that another key than {@code keyId} sealed, at most that many; locked until the unit ends, locked ones left out. */
    List<Owned> listNotUnder(String keyId, int max);

    /** How many numbers another key than {@code keyId} sealed. */
    long countNotUnder(String keyId);
}
