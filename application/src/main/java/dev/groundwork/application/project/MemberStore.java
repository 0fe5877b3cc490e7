package dev.groundwork.application.project;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import java.util.Optional;

/**
 * Who belongs to which project. What the unit's actor lost the right to do since it was decided is not done: the store throws
 * {@link dev.groundwork.application.Overtaken}.
 */
public interface MemberStore {

    /** What the user is in the project; empty where they are no member, or the unit's actor may not see the members. */
    Optional<Member> find(ProjectId project, UserId user);

    /**
     * As {@link #find}, of a member whom the actor may change: never the owner; nobody else changes this one until the unit ends.
     */
    Optional<Member> findForUpdate(ProjectId project, UserId user);

    /** The members, whoever joined first at first; none where the unit's actor may not see them. */
    Page<Member> list(ProjectId project, Page.Request page);

    /**
     * Adds a member.
     *
     * @param membership not the owner's
     * @return empty where they are a member already
     */
    Optional<Member> add(ProjectId project, UserId user, Membership membership);

    /**
     * Replaces what a member is.
     *
     * @param membership not the owner's
     * @return the member as they are now; the version is the same where nothing really changed
     */
    Member change(ProjectId project, UserId user, Membership membership);

    /** Removes a member who is not the owner, at that version, and unassigns the project's tasks that they had. */
    void remove(ProjectId project, UserId user, long version);
}
