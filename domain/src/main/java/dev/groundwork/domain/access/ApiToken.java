package dev.groundwork.domain.access;

import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token by which a script or another service acts as its owner, narrowed.
 *
 * @param handle its public name, worth nothing as a credential
 * @param name what its owner calls it
 * @param lastUsedAt to the minute; null before the first use
 */
public record ApiToken(
        SessionHandle handle,
        UserId owner,
        String name,
        Scope scope,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        Instant expiresAt) {
    public ApiToken {
        Objects.requireNonNull(handle);
        Objects.requireNonNull(owner);
        Objects.requireNonNull(name);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(expiresAt);
    }

    /**
     * What a token carries of what its owner may.
     *
     * @param permissions those of the owner's, each as long as the owner holds it
     */
    public record Scope(Set<Permission> permissions, Reach.ProjectReach projects) {
        public Scope {
            permissions = Set.copyOf(permissions);
            Objects.requireNonNull(projects);
        }
    }

    /** Whether it still counts at {@code now}; at the very instant of its end it does not. */
    public boolean isAliveAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Its owner, narrowed to what it carries. */
    public Actor.User actor(Permissions ofOwner, Origin origin) {
        return new Actor.User(
                owner, handle, ofOwner.narrowedTo(scope.permissions()), Reach.ofToken(scope.projects()), origin);
    }
}
