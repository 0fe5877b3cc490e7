package dev.groundwork.application.access;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.session.AuthorityCopies;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Explanation;
import dev.groundwork.domain.access.Explanation.ByMembership;
import dev.groundwork.domain.access.Explanation.ByRole;
import dev.groundwork.domain.access.Explanation.NearMiss;
import dev.groundwork.domain.access.Explanation.Way;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.project.ProjectStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who has which role, and until when. Nobody grants what they do not hold, nor for longer; nobody changes a person who holds
 * more; the last administrator stays. Whether a grant has ended is decided at each use by the database's clock. Safe for use by
 * several threads.
 */
public final class Grants {
    private final Ports ports;
    private final AuthorityCopies copies;

    public Grants(Ports ports, AuthorityCopies copies) {
        this.ports = ports;
        this.copies = copies;
    }

    /** A grant as it is now, and whether it was the first of its role. */
    public record Granted(Grant grant, boolean created) {
        public Granted {
            Objects.requireNonNull(grant);
        }
    }

    /** The moment that {@link Grant#parseEnd} counts from. */
    public Instant now() {
        return ports.clock().instant();
    }

    /**
     * What the actor may do now.
     *
     * @return by permission and role
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in
     */
    public List<HeldPermission> own(Actor actor) {
        Actor.User user = actor.requireUser();
        Instant now = now();
        return user.permissions().held().stream()
                .filter(one -> one.holdsAt(now))
                .sorted(Comparator.comparing(
                                (HeldPermission one) -> one.permission().name())
                        .thenComparing(one -> one.role().value()))
                .toList();
    }

    /**
     * Somebody's grants by role, those that have ended too.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code roles:assign}; not found where there is no such account
     */
    public List<Grant> list(Actor actor, UserId person) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.ROLES_ASSIGN);
            return tx.grants().list(Users.existing(tx, person).id());
        });
    }

    /**
     * A page of {@link #list(Actor, UserId)}.
     *
     * @throws Refused as there
     */
    public Page<Grant> list(Actor actor, UserId person, Page.Request page) {
        return Page.of(list(actor, person), page, grant -> grant.role().value());
    }

    /**
     * Gives a role; a new grant replaces an old or expired one.
     *
     * @param expiresAt when it ends, in the future; null where it does not
     * @param expectedVersion the version of the grant that is to be replaced; null for whichever there is, or none
     * @throws Refused as {@link #list(Actor, UserId)}; not found where there is no such role; invalid at {@code /expiresAt}
     *     where the end is not in the future; forbidden where the actor does not hold all that the role does, for as long, or
     *     the person holds more than they; stale where the grant has another version, or is not there; conflict where
     *     {@code user} would get an end, or the last administrator's grant
     */
    public Granted grant(
            Actor actor, UserId person, RoleName name, @Nullable Instant expiresAt, @Nullable Long expectedVersion) {
        Granted granted = ports.work().asService(actor, tx -> {
            Standing standing = standingOver(tx, person);
            Role role = tx.roles().find(name).orElseThrow(Roles::noSuchRole);
            standing.requireAllUntil(role.permissions(), expiresAt);
            requireFuture(expiresAt, tx.now());
            if (name.equals(RoleName.USER)) {
                requireNoEnd(expiresAt);
            }
            Optional<Grant> before = tx.grants().find(person, name);
            requireVersion(before, expectedVersion);
            keepingAnAdministrator(tx, name, () -> tx.grants().grant(person, name, standing.user(), expiresAt));
            return new Granted(tx.grants().find(person, name).orElseThrow(), before.isEmpty());
        });
        copies.forget(person);
        return granted;
    }

    /** As {@link #grant(Actor, UserId, RoleName, Instant, Long)}, whichever grant there is. */
    public Granted grant(Actor actor, UserId person, RoleName name, @Nullable Instant expiresAt) {
        return grant(actor, person, name, expiresAt, null);
    }

    /**
     * Takes a role.
     *
     * @param expectedVersion the version of the grant; null for whichever there is
     * @throws Refused as {@link #grant}; not found where the person does not have it; conflict for {@code user}, which every
     *     account has
     */
    public void revoke(Actor actor, UserId person, RoleName name, @Nullable Long expectedVersion) {
        ports.work().<@Nullable Void>asService(actor, tx -> {
            Standing standing = standingOver(tx, person);
            Role role = tx.roles().find(name).orElseThrow(Roles::noSuchRole);
            standing.requireAll(role.permissions());
            if (name.equals(RoleName.USER)) {
                throw Refused.conflict("Every account has the role user.");
            }
            Grant grant = tx.grants().find(person, name).orElseThrow(Grants::notGranted);
            grant.revision().requireVersion(expectedVersion);
            keepingAnAdministrator(tx, name, () -> tx.grants().revoke(person, name));
            return null;
        });
        copies.forget(person);
    }

    /** As {@link #revoke(Actor, UserId, RoleName, Long)}, whichever grant there is. */
    public void revoke(Actor actor, UserId person, RoleName name) {
        revoke(actor, person, name, null);
    }

    /**
     * Whether somebody may do something, and why.
     *
     * @param permission of the server, or a right in a project
     * @param project where a right is asked about; null where it is not
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code roles:read}; not found where there is no such account or project
     */
    public Explanation explain(Actor actor, UserId person, Permission permission, @Nullable ProjectId project) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.ROLES_READ);
            User user = Users.existing(tx, person);
            List<Way> because = new ArrayList<>();
            List<NearMiss> nearMisses = new ArrayList<>();
            Optional<ProjectRight> right = ProjectRight.of(permission.name());
            if (project != null) {
                byMembership(tx, person, right, project, because, nearMisses);
            }
            // in a project, only its members have a right of its members'
            if (project == null || right.isEmpty()) {
                byRoles(tx, person, permission, because, nearMisses);
            }
            if (!user.isActive()) {
                String status = user.status().name().toLowerCase(Locale.ROOT);
                because.forEach(way -> nearMisses.add(new NearMiss(way, "The account is " + status + ".")));
                because.clear();
            }
            return new Explanation(!because.isEmpty(), because, nearMisses);
        });
    }

    private static void byRoles(
            Transaction tx, UserId person, Permission permission, List<Way> because, List<NearMiss> nearMisses) {
        tx.grants().grantsOf(person, permission).forEach((role, grant) -> {
            Way way = new ByRole(role, grant.expiresAt());
            if (grant.holdsAt(tx.now())) {
                because.add(way);
            } else {
                nearMisses.add(new NearMiss(way, "The grant of the role " + role + " has expired."));
            }
        });
    }

    private static void byMembership(
            Transaction tx,
            UserId person,
            Optional<ProjectRight> right,
            ProjectId id,
            List<Way> because,
            List<NearMiss> nearMisses) {
        Project project = tx.projects().findAny(id).orElseThrow(() -> Refused.notFound("There is no such project."));
        Optional<Membership> membership = tx.members().find(id, person).map(Member::membership);
        if (membership.isEmpty() || right.isEmpty()) {
            return;
        }
        Way way = new ByMembership(membership.get().role().name().toLowerCase(Locale.ROOT));
        if (!membership.get().grants(right.get())) {
            nearMisses.add(new NearMiss(
                    way, "The membership does not include " + right.get().key() + "."));
        } else if (project.status() != ProjectStatus.ACTIVE) {
            String status = project.status().name().toLowerCase(Locale.ROOT);
            nearMisses.add(new NearMiss(way, "The project is " + status + "."));
        } else {
            because.add(way);
        }
    }

    /** Whoever grants or takes locks the person, so that a version that was read is still the one that is replaced. */
    private static Standing standingOver(Transaction tx, UserId person) {
        Standing standing = Standing.require(tx, Permission.ROLES_ASSIGN);
        standing.requireOver(tx, Users.locked(tx, person).id());
        return standing;
    }

    private static void requireVersion(Optional<Grant> grant, @Nullable Long expectedVersion) {
        if (expectedVersion != null) {
            grant.orElseThrow(Refused::stale).revision().requireVersion(expectedVersion);
        }
    }

    private static Refused notGranted() {
        return Refused.notFound("This person does not have the role.");
    }

    private static void keepingAnAdministrator(Transaction tx, RoleName name, Runnable change) {
        if (!name.equals(RoleName.ADMIN)) {
            change.run();
            return;
        }
        Standing.<@Nullable Void>keepingAnAdministrator(tx, () -> {
            change.run();
            return null;
        });
    }

    private static void requireFuture(@Nullable Instant expiresAt, Instant now) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw Refused.invalidAt("/expiresAt", "must lie in the future");
        }
    }

    private static void requireNoEnd(@Nullable Instant expiresAt) {
        if (expiresAt != null) {
            throw Refused.conflict("Every account has the role user, without an end.");
        }
    }
}
