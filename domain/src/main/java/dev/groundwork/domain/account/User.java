package dev.groundwork.domain.account;

import dev.groundwork.domain.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account, as its owner and those with {@code users:read} see it; it holds no credential.
 *
 * @param emailVerified whether somebody followed the link that was sent to the address
 * @param activity what happened to the account of late
 */
public record User(
        UserId id,
        EmailAddress email,
        boolean emailVerified,
        Profile profile,
        UserStatus status,
        Activity activity,
        Revision revision) {
    public User {
        Objects.requireNonNull(id);
        Objects.requireNonNull(email);
        Objects.requireNonNull(profile);
        Objects.requireNonNull(status);
        Objects.requireNonNull(activity);
        Objects.requireNonNull(revision);
    }

    /**
     * @param lastLoginAt the last sign-in; null before the first
     * @param passwordChangedAt when the password was last chosen; null while there is none
     */
    public record Activity(
            @Nullable Instant lastLoginAt, @Nullable Instant passwordChangedAt) {}

    /** Whether the account may do anything at all. */
    public boolean isActive() {
        return status == UserStatus.ACTIVE;
    }

    /** Whether the account is gone for good. */
    public boolean isDeleted() {
        return status == UserStatus.DELETED;
    }

    /** What everybody would try first as this person's password: address and names. */
    public List<String> ownWords() {
        String address = email.value();
        List<String> words = new ArrayList<>(List.of(address, address.substring(0, address.indexOf('@'))));
        if (profile.username() != null) {
            words.add(profile.username().value());
        }
        if (profile.firstName() != null) {
            words.add(profile.firstName());
        }
        if (profile.lastName() != null) {
            words.add(profile.lastName());
        }
        return List.copyOf(words);
    }

    /** The account as others see it. */
    public Person person() {
        return new Person(id, profile.username(), profile.firstName(), profile.lastName(), profile.avatarUrl());
    }
}
