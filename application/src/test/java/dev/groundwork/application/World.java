package dev.groundwork.application;

import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.memory.MovableClock;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.application.session.SignedIn;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewAdministrator;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.session.SignInRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A system in memory whose clock stands still, whose ids count, and whose ports a test may swap. */
public final class World {
    /** When every test begins. */
    public static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    /** Where everybody's requests come from. */
    public static final Origin ORIGIN = new Origin("192.0.2.7", "Test/1.0", "request-1");

    /** What everybody's password is. */
    public static final String PASSWORD = "a rather long sentence";

    private final MovableClock clock = MovableClock.stoppedAt(START);
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final Ports ports;
    private final Policies policies;
    private final Groundwork groundwork;

    public World() {
        this(ports -> ports);
    }

    /** A world with some of its ports swapped. */
    public World(UnaryOperator<Ports> swap) {
        AtomicLong lastId = new AtomicLong();
        Ports inMemory = new InMemory(clock).groundwork().ports();
        this.ports = swap.apply(
                inMemory.withIds(() -> new UUID(0, lastId.incrementAndGet())).withMailer(mails::add));
        CredentialSigner signer =
                new CredentialSigner(List.of("a secret of thirty-two bytes long".getBytes(StandardCharsets.UTF_8)));
        ColumnCipher cipher = new ColumnCipher(
                Map.of(
                        "first",
                        "a key of thirty-two bytes, exact.".substring(0, 32).getBytes(StandardCharsets.UTF_8)),
                ports.randomness());
        this.policies = Policies.usual(URI.create("https://app.example"), signer, cipher);
        this.groundwork = new Groundwork(ports, policies);
    }

    public MovableClock clock() {
        return clock;
    }

    public Ports ports() {
        return ports;
    }

    public Policies policies() {
        return policies;
    }

    public Groundwork groundwork() {
        return groundwork;
    }

    public Registration registration(String email, String... membersAndValues) {
        Map<String, String> members = new HashMap<>(Map.of("email", email, "password", PASSWORD));
        for (int i = 0; i < membersAndValues.length; i += 2) {
            members.put(membersAndValues[i], membersAndValues[i + 1]);
        }
        return Registration.parse(Input.of(members), policies.settings().get().passwords());
    }

    /** Registers, follows the link in the mail, and answers whom that made. */
    public User verified(String email, String... membersAndValues) {
        groundwork.accounts().register(ORIGIN, registration(email, membersAndValues));
        return groundwork.accounts().verifyEmail(ORIGIN, tokenMailedTo(email));
    }

    /** Somebody who has registered, verified and signed in. */
    public Actor.User signedIn(String email) {
        verified(email);
        return actor(email, PASSWORD);
    }

    /** The first administrator, signed in. */
    public Actor.User administrator(String email) {
        groundwork
                .setup()
                .ensureAdministrator(NewAdministrator.parse(
                        Input.of(Map.of("email", email, "password", PASSWORD)),
                        policies.settings().get().passwords()));
        return actor(email, PASSWORD);
    }

    public SignedIn signIn(String login, String password, String mode) {
        return groundwork
                .signIn()
                .signIn(
                        ORIGIN,
                        SignInRequest.parse(Input.of(Map.of("login", login, "password", password, "mode", mode))));
    }

    public SignedIn.WithTokens signInWithTokens(String login) {
        return (SignedIn.WithTokens) signIn(login, PASSWORD, "token");
    }

    public SignedIn.WithCookie signInWithCookie(String login) {
        return (SignedIn.WithCookie) signIn(login, PASSWORD, "cookie");
    }

    private Actor.User actor(String login, String password) {
        SignedIn.WithTokens signedIn = (SignedIn.WithTokens) signIn(login, password, "token");
        return groundwork.sessions().byAccessToken(signedIn.accessToken(), ORIGIN);
    }

    /** Sends what waits; then every mail to this address so far, the oldest first. */
    public List<Mail> mailsTo(String email) {
        groundwork.mailDelivery().deliverDue();
        EmailAddress address = new EmailAddress(email);
        return mails.stream()
                .filter(mail -> mail.to().canonical().equals(address.canonical()))
                .toList();
    }

    /** Sends what waits; then the token of the link in the last mail to this address. */
    public String tokenMailedTo(String email) {
        String text = mailsTo(email).getLast().text();
        String after = text.substring(text.indexOf("?token=") + "?token=".length());
        return after.substring(0, after.indexOf('\n'));
    }

    /** All that the audit trail holds of one resource, newest first. */
    public List<Activity> history(String resourceType, String resourceId) {
        return ports.work()
                .in(
                        new Actor.SystemActor("test", ORIGIN),
                        tx -> new ArrayList<>(tx.activities()
                                .list(resourceType, resourceId, Page.Request.first())
                                .items()));
    }
}
