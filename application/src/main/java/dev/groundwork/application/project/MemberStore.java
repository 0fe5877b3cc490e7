package dev.groundwork.application.project;

import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import java.util.Optional;

/** Who belongs to which project. */
public interface MemberStore {

    /** What the user is in the project; empty where they are no member, or the unit's actor may not see the members. */
    Optional<Membership> find(ProjectId project, UserId user);
}
