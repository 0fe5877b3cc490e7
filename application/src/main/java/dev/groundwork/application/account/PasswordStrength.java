package dev.groundwork.application.account;

import dev.groundwork.domain.account.Password;
import java.util.Collection;
import java.util.Optional;

/**
 * Knows which passwords are tried first, and how near a password is to such (NIST SP 800-63B-4 section 3.1.1.2). It is asked
 * wherever a password is chosen and never where one is typed to sign in; never inside a unit of work. What it costs is
 * bounded, however long the password is. Safe for use by several threads.
 */
public interface PasswordStrength {

    /**
     * @param words what else somebody would try who knows the person and the service; compared in any case and in the usual
     *     disguises
     * @return why the password must not be chosen, and what would be better, in the form of
     *     {@link dev.groundwork.domain.Violation#detail}; empty where it may
     */
    Optional<String> objection(Password password, Collection<String> words);
}
