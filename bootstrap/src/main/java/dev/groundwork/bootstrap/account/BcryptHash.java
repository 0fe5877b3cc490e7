package dev.groundwork.bootstrap.account;

import dev.groundwork.domain.account.PasswordHash;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * bcrypt, as it always was: of a password's bytes, the first 72 count. {@code $2x$} is left out, since it marks hashes that a
 * faulty implementation made.
 */
record BcryptHash(PasswordHash hash) implements StoredHash {
    /** 2^14 rounds, about a second of a core; 10 to 12 is usual. */
    private static final int MAX_COST = 14;

    private static final int MIN_COST = 4;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d{2})\\$[./A-Za-z0-9]{53}");

    static Optional<BcryptHash> parse(PasswordHash hash) {
        Matcher matcher = FORM.matcher(hash.value());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(matcher.group(1));
        return cost >= MIN_COST && cost <= MAX_COST ? Optional.of(new BcryptHash(hash)) : Optional.empty();
    }

    @Override
    public boolean matches(byte[] password) {
        return OpenBSDBCrypt.checkPassword(hash.value(), password);
    }
}
