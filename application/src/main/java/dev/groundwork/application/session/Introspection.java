package dev.groundwork.application.session;

import dev.groundwork.application.Ports;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Telling other services what a token is worth at this moment (RFC 7662). Safe for use by several threads. */
public final class Introspection {
    private final Ports ports;
    private final Sessions sessions;
    private final ApiTokens apiTokens;

    public Introspection(Ports ports, Sessions sessions, ApiTokens apiTokens) {
        this.ports = ports;
        this.sessions = sessions;
        this.apiTokens = apiTokens;
    }

    /**
     * A token that counts.
     *
     * @param username null where the owner has none
     * @param session the handle of the session or the API token
     * @param permissions what it may, sorted by name
     * @param issuedAt when the session or the API token was made
     */
    public record Active(
            UserId user,
            @Nullable String username,
            String session,
            List<Permission> permissions,
            Instant issuedAt,
            Instant expiresAt) {
        public Active {
            Objects.requireNonNull(user);
            Objects.requireNonNull(session);
            permissions = List.copyOf(permissions);
            Objects.requireNonNull(issuedAt);
            Objects.requireNonNull(expiresAt);
        }
    }

    /**
     * What an access token or an API token is worth.
     *
     * @return empty where it is worth nothing, whatever the reason
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in;
     *     forbidden where the actor lacks {@code tokens:introspect}
     */
    public Optional<Active> introspect(Actor actor, String token) {
        Instant now = ports.clock().instant();
        actor.require(Permission.TOKENS_INTROSPECT, now);
        Actor system = new Actor.SystemActor("introspection", actor.origin());
        Optional<Active> ofSession = sessions.inspect(token, actor.origin())
                .map(found -> active(
                        system,
                        found.authority().session().user(),
                        found.authority().session().handle().value(),
                        found.authority().permissions(),
                        found.authority().session().createdAt(),
                        found.expiresAt()));
        return ofSession.or(() -> apiTokens.find(system, token).map(found -> {
            ApiToken apiToken = found.token();
            Permissions narrowed =
                    found.permissionsOfOwner().narrowedTo(apiToken.scope().permissions());
            return active(
                    system,
                    apiToken.owner(),
                    apiToken.handle().value(),
                    narrowed,
                    apiToken.createdAt(),
                    apiToken.expiresAt());
        }));
    }

    private Active active(
            Actor system, UserId user, String handle, Permissions permissions, Instant issuedAt, Instant expiresAt) {
        Instant now = ports.clock().instant();
        Optional<User> owner = ports.work().in(system, tx -> tx.users().find(user));
        List<Permission> held = permissions.held().stream()
                .filter(one -> one.holdsAt(now))
                .map(HeldPermission::permission)
                .distinct()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        return new Active(
                user,
                owner.map(User::profile)
                        .map(profile -> profile.username())
                        .map(Object::toString)
                        .orElse(null),
                handle,
                held,
                issuedAt,
                expiresAt);
    }
}
