package dev.groundwork.application.session;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.application.audit.ActivityStore.Event;
import dev.groundwork.application.session.SessionStore.NewSession;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionLifetimes;
import dev.groundwork.domain.session.SessionMode;
import dev.groundwork.domain.session.SignInRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in with a password. Safe for use by several threads. */
public final class SignIn {
    /** Tells people and secret scanners what they found. */
    public static final String REFRESH_TOKEN_PREFIX = "gwr_";

    private static final int HANDLE_BITS = 128;
    private static final int REFRESH_TOKEN_BITS = 256;

    private final Ports ports;
    private final Policies policies;

    /** What is verified where there is nothing to verify, so that the answer takes as long. */
    private volatile @Nullable PasswordHash decoy;

    public SignIn(Ports ports, Policies policies) {
        this.ports = ports;
        this.policies = policies;
    }

    /**
     * Makes a fresh session. Every refusal is the same and takes as long, whether the password is wrong, the name unknown, or
     * the account unverified, suspended or deleted; each is in the audit trail although it is refused.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated}; unavailable where too many sign in at once
     */
    public SignedIn signIn(Origin origin, SignInRequest request) {
        Actor actor = new Actor.SystemActor("sign-in", origin);
        Optional<Credentials> found =
                ports.work().in(actor, tx -> tx.credentials().find(request.login()));
        @Nullable PasswordHash hash = found.map(Credentials::password).orElse(null);
        PasswordHash verifiable = decoy();
        boolean right = ports.passwordHasher().verify(request.password(), hash == null ? verifiable : hash);
        Optional<SignedIn> signedIn = ports.work().in(actor, tx -> {
            if (right && hash != null && found.isPresent()) {
                Optional<SignedIn> opened = openIfUnchanged(tx, found.get().user(), hash, request);
                if (opened.isPresent()) {
                    return opened;
                }
            }
            recordFailure(tx, found);
            return Optional.<SignedIn>empty();
        });
        return signedIn.orElseThrow(() -> Refused.unauthenticated("The login or the password is wrong."));
    }

    /** The account may have been suspended, or its password changed, while the password was being verified. */
    private Optional<SignedIn> openIfUnchanged(Transaction tx, User user, PasswordHash hash, SignInRequest request) {
        return tx.credentials()
                .findForUpdate(user.id())
                .filter(now -> now.user().isActive() && now.user().emailVerified() && hash.equals(now.password()))
                .map(now -> open(tx, now.user(), request));
    }

    private SignedIn open(Transaction tx, User user, SignInRequest request) {
        SessionLifetimes lifetimes = policies.lifetimes();
        boolean cookie = request.mode() == SessionMode.COOKIE;
        Duration lifetime = cookie ? lifetimes.cookie() : lifetimes.session();
        SessionHandle handle = new SessionHandle(ports.randomness().token("", HANDLE_BITS));
        Session session = tx.sessions()
                .add(new NewSession(
                        handle,
                        user.id(),
                        request.mode(),
                        request.device(),
                        tx.now().plus(lifetime)));
        tx.credentials().recordSignIn(user.id(), tx.now());
        tx.activities()
                .record(new Event("auth.login", "users", user.id().toString(), Map.of("session", handle.value())));
        return cookie ? withCookie(session, user) : withTokens(tx, session, user);
    }

    private SignedIn withCookie(Session session, User user) {
        return new SignedIn.WithCookie(
                session,
                user,
                policies.signer().cookie(session.handle(), session.expiresAt()),
                policies.lifetimes().cookie());
    }

    private SignedIn withTokens(Transaction tx, Session session, User user) {
        SessionLifetimes lifetimes = policies.lifetimes();
        String refreshToken = ports.randomness().token(REFRESH_TOKEN_PREFIX, REFRESH_TOKEN_BITS);
        Instant refreshUntil = tx.now().plus(lifetimes.refreshToken());
        tx.refreshTokens().addFirst(session.handle(), TokenHash.of(refreshToken), refreshUntil);
        String accessToken =
                policies.signer().accessToken(session.handle(), tx.now().plus(lifetimes.accessToken()));
        return new SignedIn.WithTokens(session, user, accessToken, lifetimes.accessToken(), refreshToken);
    }

    private static void recordFailure(Transaction tx, Optional<Credentials> found) {
        @Nullable String user = found.map(f -> f.user().id().toString()).orElse(null);
        tx.activities().record(new Event("auth.login_failed", "users", user, Map.of()));
    }

    /** Asked for at every sign-in, so that the first one to make it does not tell by its time that a name is unknown. */
    private PasswordHash decoy() {
        PasswordHash known = decoy;
        if (known == null) {
            known = ports.passwordHasher().hash(new Password(ports.randomness().token("decoy-", REFRESH_TOKEN_BITS)));
            decoy = known;
        }
        return known;
    }
}
