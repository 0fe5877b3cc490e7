package dev.groundwork.application.project;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.PersonKey;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a project, and as what. Nobody gives more than they have; anyone may leave; the owner goes by transfer alone. A
 * membership counts, and ends, on the next request. Safe for use by several threads.
 */
public final class Members {
    private final Ports ports;

    public Members(Ports ports) {
        this.ports = ports;
    }

    /**
     * A project's members, whoever joined first at first.
     *
     * @throws Refused as {@link ProjectAccess#requireReadHistory}
     */
    public Page<Member> list(Actor actor, ProjectId project, Page.Request page) {
        return ports.work().in(actor, tx -> {
            Projects.readableWithHistory(tx, project);
            return tx.members().list(project, page);
        });
    }

    /**
     * One member.
     *
     * @throws Refused as {@link #list}; not found where the person is none
     */
    public Member find(Actor actor, ProjectId project, PersonKey person) {
        Optional<UserId> id = idOf(actor, person);
        return ports.work().in(actor, tx -> {
            Projects.readableWithHistory(tx, project);
            return id.flatMap(user -> tx.members().find(project, user)).orElseThrow(ProjectAccess::noSuchMember);
        });
    }

    /** A member as they are now, and whether they were none before. */
    public record Joined(Member member, boolean created) {
        public Joined {
            Objects.requireNonNull(member);
        }
    }

    /**
     * Makes somebody a member, or a member something else.
     *
     * @param expectedVersion the version of the membership that is to be replaced; null for whichever there is, or none
     * @throws Refused as {@link ProjectAccess#requireGive} says; not found where there is no such person; stale where the
     *     membership has another version, or is not there
     */
    public Joined put(
            Actor actor, ProjectId project, PersonKey person, Membership membership, @Nullable Long expectedVersion) {
        Optional<UserId> id = account(actor, person).map(User::id);
        return ports.work().in(actor, tx -> {
            ProjectAccess access = Projects.readable(tx, project);
            Optional<Member> before = id.flatMap(user -> tx.members().find(project, user));
            access.requireGive(membership, before.map(Member::membership).orElse(null));
            UserId user = id.orElseThrow(() -> Refused.notFound("There is no such person."));
            return before.isEmpty()
                    ? add(tx, project, user, membership, expectedVersion)
                    : change(tx, project, user, membership, expectedVersion);
        });
    }

    private static Joined add(
            Transaction tx, ProjectId project, UserId user, Membership membership, @Nullable Long expectedVersion) {
        if (expectedVersion != null) {
            throw Refused.stale();
        }
        Member added = tx.members()
                .add(project, user, membership)
                .orElseThrow(() -> new Overtaken("somebody else added the member just now"));
        return new Joined(added, true);
    }

    private static Joined change(
            Transaction tx, ProjectId project, UserId user, Membership membership, @Nullable Long expectedVersion) {
        tx.members()
                .findForUpdate(project, user)
                .orElseThrow(() -> new Overtaken("the member left, or became the owner, just now"))
                .revision()
                .requireVersion(expectedVersion);
        return new Joined(tx.members().change(project, user, membership), false);
    }

    /**
     * Takes somebody out of a project, oneself too; the project's tasks that they had are nobody's then.
     *
     * @param expectedVersion the version of the membership; null for whichever there is
     * @throws Refused as {@link ProjectAccess#requireRemove} says; not found where the person is no member; stale where the
     *     membership has another version
     */
    public void remove(Actor actor, ProjectId project, PersonKey person, @Nullable Long expectedVersion) {
        Optional<UserId> id = idOf(actor, person);
        ports.work().run(actor, tx -> {
            ProjectAccess access = Projects.readable(tx, project);
            Optional<Member> before = id.flatMap(user -> tx.members().find(project, user));
            access.requireRemove(id.orElse(null), before.map(Member::membership).orElse(null));
            Member member = before.orElseThrow(ProjectAccess::noSuchMember);
            member.revision().requireVersion(expectedVersion);
            tx.members().remove(project, member.person().id(), member.revision().version());
        });
    }

    /** Whoever is a member already is known by their id, whatever became of their account. */
    private Optional<UserId> idOf(Actor actor, PersonKey person) {
        return person instanceof PersonKey.ById byId
                ? Optional.of(byId.id())
                : account(actor, person).map(User::id);
    }

    /** In a unit of its own, as the service, since accounts are not for people to see; what it finds nobody hears before they may. */
    private Optional<User> account(Actor actor, PersonKey person) {
        return ports.work().asService(actor, tx -> switch (person) {
            case PersonKey.ById(UserId id) -> tx.users().find(id).filter(user -> !user.isDeleted());
            case PersonKey.ByName(var name) -> tx.users().findByUsername(name);
        });
    }
}
