package dev.groundwork.bootstrap.account;

import dev.groundwork.domain.account.PasswordHash;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A password's hash, read: by which method it was made, at what cost, and with which salt. */
sealed interface StoredHash permits Argon2Hash, BcryptHash, Pbkdf2Hash, ScryptHash {

    /** Compares in time that does not depend on how far the password fits; takes as long as the hash's cost says. */
    boolean matches(byte[] password);

    /** Empty where it is malformed, of no known method, or dearer than its method's limit. */
    static Optional<? extends StoredHash> parse(PasswordHash hash) {
        return Stream.<Function<PasswordHash, Optional<? extends StoredHash>>>of(
                        Argon2Hash::parse, BcryptHash::parse, ScryptHash::parse, Pbkdf2Hash::parse)
                .flatMap(method -> method.apply(hash).stream())
                .findFirst();
    }
}
