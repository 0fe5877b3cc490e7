package dev.groundwork.application.memory;

import dev.groundwork.application.project.ProjectStore;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryProjectStore implements ProjectStore {
    private final Unit unit;

    InMemoryProjectStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Project add(ProjectId id, NewProject project, UserId owner) {
        if (!unit.security().mayActAs(owner)) {
            throw RowSecurity.violated("the project would be somebody else's");
        }
        Tables tables = unit.tables();
        if (tables.projects.contains(id)) {
            throw Refused.conflict("There is a project of this id already.");
        }
        var revision = unit.firstRevision();
        StoredProject row = StoredProject.active(id, project, owner, revision);
        tables.projects.put(id, row);
        unit.logInsert("projects", id.toString(), id, row.recorded(), revision.createdAt());
        Member member = new Member(new Member.Seat(id, owner), Membership.owner(), revision.createdAt());
        tables.members.put(member.key(), member);
        unit.logInsert("project_members", member.key().toString(), id, member.recorded(), member.joinedAt());
        return row.withOwner(tables.person(owner));
    }

    @Override
    public Optional<ProjectAccess> find(ProjectId id) {
        return unit.tables().projects.find(id).filter(unit.security()::sees).map(this::access);
    }

    /** What the unit's actor may do with the project. */
    ProjectAccess access(StoredProject row) {
        Tables tables = unit.tables();
        @Nullable
        Membership membership = unit.actor() instanceof Actor.User user
                ? tables.members
                        .find(new Member.Seat(row.id(), user.id()))
                        .map(Member::membership)
                        .orElse(null)
                : null;
        return ProjectAccess.of(row.withOwner(tables.person(row.owner())), unit.actor(), membership, unit.now());
    }
}
