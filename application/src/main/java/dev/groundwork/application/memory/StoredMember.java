package dev.groundwork.application.memory;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A row of {@code project_members}: the person by id, since what they are called may change. */
record StoredMember(Seat key, Membership membership, Instant joinedAt, Revision revision) {

    /** What a membership is found by. */
    record Seat(ProjectId project, UserId user) {
        @Override
        public String toString() {
            return project + ":" + user;
        }
    }

    static StoredMember joining(Seat seat, Membership membership, Revision revision) {
        return new StoredMember(seat, membership, revision.createdAt(), revision);
    }

    StoredMember with(Membership other, Revision next) {
        return new StoredMember(key, other, joinedAt, next);
    }

    Member withPerson(Person person) {
        return new Member(person, membership, joinedAt, revision);
    }

    Columns recorded() {
        Map<String, Boolean> permissions = new TreeMap<>();
        for (Map.Entry<ProjectRight, Boolean> one : membership.permissions().entrySet()) {
            permissions.put(one.getKey().key(), one.getValue());
        }
        return new Columns()
                .with("projectId", key.project())
                .with("user", key.user())
                .with("role", membership.role())
                .with("permissions", permissions)
                .with("joinedAt", joinedAt);
    }
}
