package dev.groundwork.application;

import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.account.PasswordStrength;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.session.SessionLifetimes;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * What a deployment decides.
 *
 * @param appName what mails and pages call the service
 * @param publicUrl the base of every link, without a slash at its end
 * @param signer signs cookies and access tokens
 * @param cipher encrypts single columns
 */
public record Policies(
        String appName,
        URI publicUrl,
        CredentialSigner signer,
        ColumnCipher cipher,
        PasswordPolicy passwords,
        SessionLifetimes lifetimes,
        Lockout lockout) {
    /**
     * After how many failed tries in a row a delay follows.
     *
     * @param threshold per account, 3 to 100
     * @param perAddress per client's address; 0 where addresses are not counted
     */
    public record Lockout(int threshold, int perAddress) {
        /** Ten, and a hundred per address. */
        public static final Lockout DEFAULT = new Lockout(10, 100);
    }

    public Policies {
        Objects.requireNonNull(appName);
        Objects.requireNonNull(publicUrl);
        Objects.requireNonNull(signer);
        Objects.requireNonNull(cipher);
        Objects.requireNonNull(lockout);
        Objects.requireNonNull(passwords);
        Objects.requireNonNull(lifetimes);
        if (publicUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("the public URL ends without a slash: " + publicUrl);
        }
    }

    /** The usual policies for a service of that name and base. */
    public static Policies usual(String appName, URI publicUrl, CredentialSigner signer, ColumnCipher cipher) {
        PasswordPolicy passwords = new PasswordPolicy(PasswordPolicy.DEFAULT_MIN_LENGTH, List.of(appName));
        return new Policies(appName, publicUrl, signer, cipher, passwords, SessionLifetimes.DEFAULT, Lockout.DEFAULT);
    }

    /** The same, counting no tries per client's address; the lock per account stays. */
    public Policies withoutLimitPerAddress() {
        return new Policies(
                appName, publicUrl, signer, cipher, passwords, lifetimes, new Lockout(lockout.threshold(), 0));
    }

    /** Which passwords may be chosen, those that everybody tries first left out. */
    public PasswordPolicy passwords(PasswordStrength strength) {
        return passwords.with(strength::objection);
    }

    /** A keyed hash of a name: the same for the same name, and nobody who lacks the secret can tell which. */
    public String fingerprint(String name) {
        return signer.fingerprint(name);
    }
}
