package dev.groundwork.application.session;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.session.ApiTokenStore.TokenAuthority;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The tokens by which scripts and other services act as their owner, narrowed. Whether one counts is asked of the store at each
 * use, so that nothing has to be taken back from a cache. Safe for use by several threads.
 */
public final class ApiTokens {
    /** Tells people and secret scanners what they found. */
    public static final String PREFIX = "gwk_";

    private static final int TOKEN_BITS = 256;
    private static final int HANDLE_BITS = 128;
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final Ports ports;

    public ApiTokens(Ports ports) {
        this.ports = ports;
    }

    /** A token just made; {@code secret} is shown this once and stored nowhere. */
    public record Made(ApiToken token, String secret) {
        public Made {
            Objects.requireNonNull(token);
            Objects.requireNonNull(secret);
        }

        @Override
        public String toString() {
            return "Made[" + token.handle() + "]";
        }
    }

    /** The moment that {@link NewApiToken#parse} counts from. */
    public Instant now() {
        return ports.clock().instant();
    }

    /**
     * Makes a token of the actor's own. It outlives the session that it is made in, so that the session is looked at anew: one
     * that was ended a moment ago on another node must not leave a token behind.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in, or not any more; forbidden
     *     by an API token; invalid at {@code /permissions} where one does not exist
     */
    public Made create(Actor actor, NewApiToken content) {
        Actor.User owner = actor.requireAccountHolder();
        String secret = ports.randomness().token(PREFIX, TOKEN_BITS);
        SessionHandle handle = new SessionHandle(ports.randomness().token("", HANDLE_BITS));
        ApiToken token = ports.work().asService(actor, tx -> {
            requireAlive(tx, owner);
            requireExisting(tx, content);
            return tx.apiTokens().add(handle, owner.id(), TokenHash.of(secret), content);
        });
        return new Made(token, secret);
    }

    private static void requireExisting(Transaction tx, NewApiToken content) {
        List<Permission> missing = tx.missing(content.scope().permissions().stream()
                .sorted(Comparator.comparing(Permission::name))
                .toList());
        if (!missing.isEmpty()) {
            throw Refused.invalidAt("/permissions", "There is no permission " + missing.get(0) + ".");
        }
    }

    /** The account's row is locked first, as by all that ends its sessions and tokens: they come before this, or after. */
    private static void requireAlive(Transaction tx, Actor.User owner) {
        boolean alive = tx.users()
                .findForUpdate(owner.id())
                .flatMap(user -> tx.sessions().findAuthority(owner.session()))
                .filter(found -> found.session().user().equals(owner.id()) && found.countsAt(tx.now()))
                .isPresent();
        if (!alive) {
            throw Refused.unauthenticated("The session is over. Sign in again.");
        }
    }

    /**
     * The actor's own tokens that were not ended, the newest first; expired ones too.
     *
     * @throws Refused as {@link #create}
     */
    public Page<ApiToken> list(Actor actor, Page.Request page) {
        UserId owner = actor.requireAccountHolder().id();
        return ports.work().asService(actor, tx -> tx.apiTokens().list(owner, page));
    }

    /**
     * Ends a token of the actor's own, at once.
     *
     * @throws Refused as {@link #create}; not found where they have no such token
     */
    public void end(Actor actor, SessionHandle handle) {
        UserId owner = actor.requireAccountHolder().id();
        if (!ports.work().asService(actor, tx -> tx.apiTokens().end(owner, handle))) {
            throw Refused.notFound("You have no such token.");
        }
    }

    /**
     * Who sends this token.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where it is unknown, ended or expired, or its owner
     *     may not act; unavailable where nobody can tell
     */
    public Actor.User byToken(String token, Origin origin) {
        Actor system = new Actor.SystemActor("authentication", origin);
        TokenAuthority authority = find(system, token)
                .orElseThrow(() -> Refused.unauthenticated("The API token is not good, or not any more."));
        touch(system, authority.token());
        return authority.token().actor(authority.permissionsOfOwner(), origin);
    }

    /** All that decides what a token is worth; empty where it is worth nothing now. */
    Optional<TokenAuthority> find(Actor system, String token) {
        if (!token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return ports.work()
                .in(system, tx -> tx.apiTokens().findAuthority(TokenHash.of(token)))
                .filter(found ->
                        found.status() == UserStatus.ACTIVE && found.token().isAliveAt(now()));
    }

    private void touch(Actor system, ApiToken token) {
        Instant now = now();
        Instant last = token.lastUsedAt();
        if (last == null || last.plus(TOUCHED_EVERY).isBefore(now)) {
            ports.work().run(system, tx -> tx.apiTokens().touch(token.handle(), now));
        }
    }
}
