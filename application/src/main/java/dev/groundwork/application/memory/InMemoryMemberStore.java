package dev.groundwork.application.memory;

import dev.groundwork.application.project.MemberStore;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import java.util.Optional;

final class InMemoryMemberStore implements MemberStore {
    private final Unit unit;

    InMemoryMemberStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Membership> find(ProjectId project, UserId user) {
        return unit.tables()
                .members
                .find(new Member.Seat(project, user))
                .filter(member -> unit.security().seesMember(member.key()))
                .map(Member::membership);
    }
}
