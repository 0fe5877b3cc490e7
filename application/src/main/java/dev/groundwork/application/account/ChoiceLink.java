package dev.groundwork.application.account;

import dev.groundwork.application.Randomness;
import dev.groundwork.application.Transaction;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A link by which somebody chooses a password.
 *
 * @param token what it holds; stored hashed only, and worth the account
 */
public record ChoiceLink(String token, Instant expiresAt) {
    /** How long it counts for who has a password (R10). */
    public static final Duration RESET = Duration.ofMinutes(60);

    /** How long it counts for who never had one. */
    public static final Duration INVITATION = Duration.ofHours(24);

    /** Tells people and secret scanners what they found. */
    private static final String PREFIX = "gwp_";

    private static final int BITS = 256;

    public ChoiceLink {
        Objects.requireNonNull(token);
        Objects.requireNonNull(expiresAt);
    }

    /** A token that nobody can guess, to be {@linkplain #store stored}. */
    public static String token(Randomness randomness) {
        return randomness.token(PREFIX, BITS);
    }

    /** The link that this token makes for the account from now on; its older ones are void. */
    public static ChoiceLink store(Transaction tx, User user, String token, Duration lifetime) {
        ChoiceLink link = new ChoiceLink(token, tx.now().plus(lifetime));
        tx.resetTokens().replace(user.id(), TokenHash.of(token), link.expiresAt());
        return link;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ChoiceLink[until " + expiresAt + "]";
    }
}
