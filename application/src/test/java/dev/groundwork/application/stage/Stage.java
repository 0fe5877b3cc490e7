package dev.groundwork.application.stage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Work;
import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.account.UserStore.AccountState;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.memory.InMemoryMailer;
import dev.groundwork.application.memory.MovableClock;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.application.session.SignedIn;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.session.SessionMode;
import dev.groundwork.domain.session.SignInRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A whole system in memory whose clock stands still until it is moved, and the people on it. */
public final class Stage {
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    public static final Password PASSWORD = new Password("a rather long sentence");
    public static final Password WRONG = new Password("not at all the sentence");
    public static final Origin ORIGIN = new Origin("192.0.2.7", "Stage/1.0", "request");
    public static final Actor OPERATOR = Actor.SystemActor.operator(Origin.internal("command"));

    private static final Actor SYSTEM = new Actor.SystemActor("stage", Origin.internal("stage"));
    private static final Pattern TOKEN = Pattern.compile("\\?token=([A-Za-z0-9_-]+)");

    private final MovableClock clock = MovableClock.stoppedAt(START);
    private final InMemoryMailer mailer = new InMemoryMailer();
    private final Ports ports;
    private final Groundwork groundwork;

    public Stage() {
        this(ports -> ports);
    }

    /** A system some of whose ports are others. */
    public Stage(UnaryOperator<Ports> swap) {
        this.ports = swap.apply(new InMemory(clock).groundwork().ports().withMailer(mailer));
        this.groundwork = new Groundwork(ports, policies(ports));
    }

    private static Policies policies(Ports ports) {
        return Policies.usual(
                URI.create("https://stage.example"),
                new CredentialSigner(List.of(ports.randomness().bytes(CredentialSigner.MIN_SECRET_BYTES))),
                new ColumnCipher(Map.of("one", ports.randomness().bytes(ColumnCipher.KEY_BYTES)), ports.randomness()));
    }

    public Groundwork groundwork() {
        return groundwork;
    }

    public Ports ports() {
        return ports;
    }

    public Work work() {
        return ports.work();
    }

    public void pass(Duration time) {
        clock.advance(time);
    }

    public Instant now() {
        return clock.instant();
    }

    /** Another node: the same stores and caches, and nothing else in common. */
    public Groundwork anotherNode() {
        return new Groundwork(ports, groundwork.policies());
    }

    /** The same system under other policies. */
    public Groundwork under(Policies policies) {
        return new Groundwork(ports, policies);
    }

    /** Somebody with a proven address and {@link #PASSWORD}. */
    public User person(String email, RoleName... roles) {
        return add(email, true, UserStatus.ACTIVE, roles);
    }

    public User add(String email, boolean verified, UserStatus status, RoleName... roles) {
        UserId id = new UserId(UUID.randomUUID());
        var hash = ports.passwordHasher().hash(PASSWORD);
        return work().in(SYSTEM, tx -> {
            User user = tx.users()
                    .add(new NewUser(id, new EmailAddress(email), verified, hash, Profile.EMPTY, status))
                    .orElseThrow();
            for (RoleName role : roles) {
                tx.grants().grant(id, role, null, null);
            }
            return user;
        });
    }

    /** A role that holds these. */
    public RoleName role(String name, Permission... permissions) {
        NewRole role = new NewRole(new RoleName(name), null, List.of(permissions));
        return work().in(SYSTEM, tx -> tx.roles().add(role)).map(Role::name).orElseThrow();
    }

    public void grant(User user, RoleName role, @Nullable Instant end) {
        work().run(SYSTEM, tx -> tx.grants().grant(user.id(), role, null, end));
    }

    /** Changes the status and nothing else, as a crash or a race might leave it. */
    public void set(User user, UserStatus status) {
        work().run(SYSTEM, tx -> {
            AccountState state = AccountState.of(tx.users().find(user.id()).orElseThrow());
            tx.users()
                    .change(user.id(), new AccountState(state.profile(), state.email(), state.emailVerified(), status));
        });
    }

    public User now(User user) {
        return work().in(SYSTEM, tx -> tx.users().find(user.id())).orElseThrow();
    }

    public Optional<User> find(String email) {
        return work().in(SYSTEM, tx -> tx.users().findByEmail(new EmailAddress(email)));
    }

    public SignedIn.WithTokens signIn(String login) {
        return signIn(groundwork, ORIGIN, login, PASSWORD);
    }

    public SignedIn.WithTokens signIn(String login, Password password) {
        return signIn(groundwork, ORIGIN, login, password);
    }

    public static SignedIn.WithTokens signIn(Groundwork node, Origin origin, String login, Password password) {
        SignInRequest request = new SignInRequest(new Login(login), password, JsonObject.EMPTY, SessionMode.TOKEN);
        return (SignedIn.WithTokens) node.signIn().signIn(origin, request);
    }

    /** The person in a session of their own. */
    public Actor.User as(User user) {
        return by(signIn(now(user).email().value()));
    }

    public Actor.User by(SignedIn.WithTokens signedIn) {
        return groundwork.sessions().byAccessToken(signedIn.accessToken(), ORIGIN);
    }

    public Actor.User administrator() {
        return as(person("root@example.org", RoleName.ADMIN));
    }

    /** Sends what waits; then every mail so far to that address, the oldest first. */
    public List<Mail> mailsTo(String email) {
        while (groundwork.mailDelivery().deliverDue() > 0) {
            // a batch at a time
        }
        return mailer.sent().stream()
                .filter(mail -> mail.to().value().equals(email))
                .toList();
    }

    /** The token of the link in the last mail to that address. */
    public String tokenMailedTo(String email) {
        return token(mailsTo(email).getLast());
    }

    public static String token(Mail mail) {
        Matcher link = TOKEN.matcher(mail.text());
        if (!link.find()) {
            throw new AssertionError("no link in " + mail.text());
        }
        return link.group(1);
    }

    /** What the audit trail knows of an account, the newest first. */
    public List<Activity> history(User user) {
        return work().in(SYSTEM, tx -> tx.activities().list("users", user.id().toString(), new Page.Request(200, null)))
                .items();
    }

    public static void refused(Class<? extends Refusal> why, ThrowingCallable use) {
        assertThatThrownBy(use).satisfies(Refusals.are(why));
    }

    public static void invalidAt(String pointer, ThrowingCallable use) {
        assertThatThrownBy(use).satisfies(Refusals.areInvalidAt(pointer));
    }
}
