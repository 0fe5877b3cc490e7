package dev.groundwork.application.memory;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Randomness;
import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.account.Mailer;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.domain.account.EmailAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole system in memory, for the tests of a program that embeds one: nothing to start, nothing to close, gone with the last
 * reference. Each is a world of its own. Beside {@link #groundwork()} it shows what a test wants to reach: the clock, which can be
 * moved, and the mails. Background work runs when it is asked to.
 *
 * {@snippet :
 * InMemory system = new InMemory();
 * system.groundwork().accounts().register(origin, registration);
 * system.groundwork().accounts().verifyEmail(origin, system.tokenMailedTo(email));
 * }
 */
public final class InMemory {
    private static final Pattern TOKEN = Pattern.compile("\\?token=([A-Za-z0-9_-]+)");

    private final MovableClock clock;
    private final InMemoryMailer mailer = new InMemoryMailer();
    private final Groundwork groundwork;

    /** A system whose clock goes with the system's. */
    public InMemory() {
        this(MovableClock.running());
    }

    /** A system that goes by this clock. */
    public InMemory(MovableClock clock) {
        this.clock = clock;
        Ports ports = ports(clock, mailer);
        CredentialSigner signer =
                new CredentialSigner(List.of(ports.randomness().bytes(CredentialSigner.MIN_SECRET_BYTES)));
        ColumnCipher cipher = new ColumnCipher(
                Map.of("memory", ports.randomness().bytes(ColumnCipher.KEY_BYTES)), ports.randomness());
        this.groundwork = new Groundwork(ports, Policies.usual(URI.create("http://localhost:8080"), signer, cipher));
    }

    private static Ports ports(MovableClock clock, Mailer mailer) {
        Randomness randomness = randomness();
        return new Ports(
                new InMemoryWork(clock),
                clock,
                UUID::randomUUID,
                randomness,
                new Pbkdf2PasswordHasher(randomness, Pbkdf2PasswordHasher.TEST_ITERATIONS),
                new ShortBlockList(),
                mailer,
                new InMemoryUserCache(clock),
                new InMemorySessionCache(clock),
                new InMemoryRateLimiter(clock));
    }

    /** Unguessable bytes, by the system's own source. */
    public static Randomness randomness() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    /** The use cases. */
    public Groundwork groundwork() {
        return groundwork;
    }

    /** The clock that everything here goes by. */
    public MovableClock clock() {
        return clock;
    }

    /** Sends what waits in the outbox; then every mail that was sent so far, the oldest first. */
    public List<Mailer.Mail> mails() {
        while (groundwork.mailDelivery().deliverDue() > 0) {
            // a batch at a time
        }
        return mailer.sent();
    }

    /**
     * Sends what waits in the outbox; then the token of the link in the last mail to this address.
     *
     * @throws NoSuchElementException where none was sent there, or the last has no link
     */
    public String tokenMailedTo(EmailAddress address) {
        mails();
        return mailer.lastTo(address)
                .map(mail -> TOKEN.matcher(mail.text()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .orElseThrow(() -> new NoSuchElementException("no link was mailed to " + address));
    }
}
