package dev.groundwork.domain.audit;

import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Objects;

/**
 * What an actor may see of the audit trail beyond the projects they are in: the one place where that is decided. Row-level
 * security decides the same again.
 *
 * @param readsAll whether the actor held {@code audit:read} when this was built
 */
public record AuditAccess(Actor actor, boolean readsAll) {
    public AuditAccess {
        Objects.requireNonNull(actor);
    }

    /** Decides at {@code now}, a moment of the database's clock. */
    public static AuditAccess of(Actor actor, Instant now) {
        return new AuditAccess(actor, actor.may(Permission.AUDIT_READ, now));
    }

    /** Whether the account is the actor's own. */
    public boolean isOwn(UserId account) {
        return actor instanceof Actor.User user && user.id().equals(account);
    }

    /**
     * An account's history is its owner's and the auditors'.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden where it is
     *     somebody else's, and where it is one's own and the credential an API token, which does not reach it
     */
    public void requireHistoryOf(UserId account) {
        if (isOwn(account)) {
            actor.requireAccountHolder();
        } else if (!readsAll) {
            actor.requireUser();
            throw Refused.forbidden("You need the permission " + Permission.AUDIT_READ + ".");
        }
    }

    /** The entry as this reader may see it: from where others did something is for auditors. */
    public Activity shown(Activity activity) {
        boolean own = actor instanceof Actor.User user && activity.isBy(user.id());
        return readsAll || own ? activity : activity.withoutSource();
    }
}
