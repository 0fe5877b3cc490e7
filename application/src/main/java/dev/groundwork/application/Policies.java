package dev.groundwork.application;

import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.account.PasswordStrength;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.session.SessionLifetimes;
import dev.groundwork.domain.setting.RegistrationMode;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.ServerValues;
import java.net.URI;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a deployment decides. What may change while it runs comes from the settings.
 *
 * @param publicUrl the base of every link, without a slash at its end
 * @param signer signs cookies and access tokens
 * @param cipher encrypts single columns
 * @param countsAddresses whether failed tries are counted per client's address too
 * @param settings what the settings are now
 */
public record Policies(
        URI publicUrl,
        CredentialSigner signer,
        ColumnCipher cipher,
        boolean countsAddresses,
        Supplier<ServerValues> settings) {
    /** How much more than one account an address may fail at: many people share one. */
    private static final int ACCOUNTS_PER_ADDRESS = 10;

    /**
     * After how many failed tries in a row a delay follows.
     *
     * @param threshold per account
     * @param perAddress per client's address; 0 where addresses are not counted
     */
    public record Lockout(int threshold, int perAddress) {}

    public Policies {
        Objects.requireNonNull(publicUrl);
        Objects.requireNonNull(signer);
        Objects.requireNonNull(cipher);
        Objects.requireNonNull(settings);
        if (publicUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("the public URL ends without a slash: " + publicUrl);
        }
    }

    /** The usual policies for a service of that base; {@link Groundwork} has them follow its settings. */
    public static Policies usual(URI publicUrl, CredentialSigner signer, ColumnCipher cipher) {
        return new Policies(publicUrl, signer, cipher, true, () -> ServerValues.INITIAL);
    }

    /** The same, counting no tries per client's address; the lock per account stays. */
    public Policies withoutLimitPerAddress() {
        return new Policies(publicUrl, signer, cipher, false, settings);
    }

    /** The same, by these settings. */
    Policies following(Supplier<ServerValues> live) {
        return new Policies(publicUrl, signer, cipher, countsAddresses, live);
    }

    /** What mails and pages call the service. */
    public String appName() {
        return settings.get().get(ServerSetting.APP_NAME);
    }

    public SessionLifetimes lifetimes() {
        return settings.get().lifetimes();
    }

    public Lockout lockout() {
        int threshold = settings.get().get(ServerSetting.LOCKOUT_THRESHOLD);
        return new Lockout(threshold, countsAddresses ? ACCOUNTS_PER_ADDRESS * threshold : 0);
    }

    /** Whether people may make accounts of their own. */
    public boolean isRegistrationOpen() {
        return settings.get().get(ServerSetting.REGISTRATION) == RegistrationMode.OPEN;
    }

    /** Whether this account may sign in, as far as its address goes. */
    public boolean isProvenEnough(User user) {
        return user.emailVerified() || !settings.get().get(ServerSetting.REQUIRE_VERIFIED_EMAIL);
    }

    /** Which passwords may be chosen, those that everybody tries first left out. */
    public PasswordPolicy passwords(PasswordStrength strength) {
        return settings.get().passwords().with(strength::objection);
    }

    /** A keyed hash of a name: the same for the same name, and nobody who lacks the secret can tell which. */
    public String fingerprint(String name) {
        return signer.fingerprint(name);
    }
}
