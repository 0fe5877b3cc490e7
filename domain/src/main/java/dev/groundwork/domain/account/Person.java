package dev.groundwork.domain.account;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user inside another resource: what everybody may see who sees that resource. */
public record Person(
        UserId id,
        @Nullable Username username,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String avatarUrl) {
    public Person {
        Objects.requireNonNull(id);
    }
}
