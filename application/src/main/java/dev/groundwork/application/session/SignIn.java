package dev.groundwork.application.session;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.application.account.PasswordCheck;
import dev.groundwork.application.account.PasswordCheck.Try;
import dev.groundwork.application.session.SessionStore.NewSession;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import dev.groundwork.domain.session.SignInRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Signing in with a password. Safe for use by several threads. */
public final class SignIn {
    private static final int HANDLE_BITS = 128;

    private final Ports ports;
    private final Policies policies;
    private final PasswordCheck passwordCheck;
    private final TokenMint mint;

    public SignIn(Ports ports, Policies policies, PasswordCheck passwordCheck) {
        this.ports = ports;
        this.policies = policies;
        this.passwordCheck = passwordCheck;
        this.mint = new TokenMint(ports, policies);
    }

    /**
     * Makes a fresh session. Every refusal is the same and takes as long, whether the password is wrong, the name unknown, the
     * account unverified, suspended or deleted, or too many tries went before; each is in the audit trail although it is
     * refused.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated}; unavailable where too many sign in at once
     */
    public SignedIn signIn(Origin origin, SignInRequest request) {
        return passwordCheck.inTurn(request.login().canonical(), () -> trySigningIn(origin, request));
    }

    private SignedIn trySigningIn(Origin origin, SignInRequest request) {
        Actor actor = new Actor.SystemActor("sign-in", origin);
        Try tried = passwordCheck.attempt(
                actor,
                tx -> tx.credentials().find(request.login()),
                request.login().canonical(),
                request.password());
        Optional<SignedIn> signedIn = ports.work().in(actor, tx -> {
            Optional<SignedIn> opened =
                    passwordCheck.confirm(tx, tried, policies::isProvenEnough).map(user -> open(tx, user, request));
            if (opened.isEmpty()) {
                recordFailure(tx, tried);
            }
            return opened;
        });
        signedIn.ifPresent(done -> {
            // Signing in raises no version, so that the copies from before it would stay.
            ports.userCache().fill(done.user());
            upgrade(actor, tried, request.password());
        });
        return signedIn.orElseThrow(() -> Refused.unauthenticated("The login or the password is wrong."));
    }

    private SignedIn open(Transaction tx, User user, SignInRequest request) {
        boolean cookie = request.mode() == SessionMode.COOKIE;
        Duration lifetime =
                cookie ? policies.lifetimes().cookie() : policies.lifetimes().session();
        Session session = tx.sessions()
                .add(new NewSession(
                        new SessionHandle(ports.randomness().token("", HANDLE_BITS)),
                        user.id(),
                        request.mode(),
                        request.device(),
                        tx.now().plus(lifetime)));
        User signedIn = tx.credentials().recordSignIn(user.id(), tx.now());
        tx.record(Event.aboutUser(
                "auth.login", user.id(), Map.of("session", session.handle().value())));
        return cookie ? mint.cookie(session, signedIn) : mint.firstTokens(tx, session, signedIn);
    }

    private static void recordFailure(Transaction tx, Try tried) {
        String reason = tried.delayedUntil() != null ? "delayed" : tried.right() ? "not allowed" : "wrong password";
        Optional<Credentials> account = tried.account();
        tx.record(Event.aboutUser(
                "auth.login_failed",
                account.map(a -> a.user().id()).orElse(null),
                Map.of("reason", account.isEmpty() ? "unknown name" : reason)));
    }

    /** A hash that is weaker than today's is replaced while the password is at hand; if that fails, the sign-in stands. */
    private void upgrade(Actor actor, Try tried, Password password) {
        Credentials account = tried.account().orElseThrow();
        PasswordHash hash = account.password();
        if (hash == null || !ports.passwordHasher().needsUpgrade(hash)) {
            return;
        }
        try {
            PasswordHash stronger = ports.passwordHasher().hash(password);
            ports.work()
                    .run(
                            actor,
                            tx -> tx.credentials()
                                    .upgradePassword(account.user().id(), hash, stronger));
        } catch (Refused busy) {
            // Next time: too many hash at once, or the store is away.
        }
    }
}
