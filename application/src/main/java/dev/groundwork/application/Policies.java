package dev.groundwork.application;

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
 */
public record Policies(
        String appName, URI publicUrl, CredentialSigner signer, PasswordPolicy passwords, SessionLifetimes lifetimes) {
    public Policies {
        Objects.requireNonNull(appName);
        Objects.requireNonNull(publicUrl);
        Objects.requireNonNull(signer);
        Objects.requireNonNull(passwords);
        Objects.requireNonNull(lifetimes);
        if (publicUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("the public URL ends without a slash: " + publicUrl);
        }
    }

    /** The usual policies for a service of that name and base. */
    public static Policies usual(String appName, URI publicUrl, CredentialSigner signer) {
        PasswordPolicy passwords = new PasswordPolicy(PasswordPolicy.DEFAULT_MIN_LENGTH, List.of(appName));
        return new Policies(appName, publicUrl, signer, passwords, SessionLifetimes.DEFAULT);
    }
}
