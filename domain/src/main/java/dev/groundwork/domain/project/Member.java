package dev.groundwork.domain.project;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import java.time.Instant;
import java.util.Objects;

/** Somebody in a project. */
public record Member(Person person, Membership membership, Instant joinedAt, Revision revision) {
    public Member {
        Objects.requireNonNull(person);
        Objects.requireNonNull(membership);
        Objects.requireNonNull(joinedAt);
        Objects.requireNonNull(revision);
    }
}
