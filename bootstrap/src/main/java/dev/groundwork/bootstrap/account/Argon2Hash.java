package dev.groundwork.bootstrap.account;

import de.mkammerer.argon2.Argon2;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import dev.groundwork.domain.account.PasswordHash;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Argon2 (RFC 9106) in the PHC string format, of any variant, by the reference implementation in C. */
record Argon2Hash(PasswordHash hash, Argon2Types variant, int version, Costs costs) implements StoredHash {
    /** Up to 256 MiB, which is libsodium's "moderate"; 64 MiB (RFC 9106, PHP) and 100 MiB (Django) are usual. */
    private static final int MAX_MEMORY = 256 * 1024;

    /** Four passes over those 256 MiB: about a second of a core. */
    private static final long MAX_WORK = 4L * MAX_MEMORY;

    private static final int MAX_LANES = 16;

    /** 1.3, of RFC 9106; 1.0 lies in hashes that are ten years old. */
    static final int VERSION = 19;

    private static final int OLD_VERSION = 16;

    /** Salts of 8 bytes at least, as the implementation asks for, and hashes of 16, below which chance would sign people in. */
    private static final Pattern FORM =
            Pattern.compile("\\$argon2(id|i|d)(?:\\$v=(\\d{1,2}))?\\$m=(\\d{1,7}),t=(\\d{1,7}),p=(\\d{1,3})"
                    + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private static final int BITS_PER_CHARACTER = 6;

    /**
     * What a hash costs, and its sizes.
     *
     * @param memory in KiB
     * @param passes over that memory
     * @param lanes computed in parallel
     * @param saltBytes how long the salt is
     * @param hashBytes how long the hash is
     */
    record Costs(int memory, int passes, int lanes, int saltBytes, int hashBytes) {}

    static Optional<Argon2Hash> parse(PasswordHash hash) {
        Matcher matcher = FORM.matcher(hash.value());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Argon2Types variant = switch (matcher.group(1)) {
            case "id" -> Argon2Types.ARGON2id;
            case "i" -> Argon2Types.ARGON2i;
            default -> Argon2Types.ARGON2d;
        };
        int version = matcher.group(2) == null ? OLD_VERSION : Integer.parseInt(matcher.group(2));
        Costs costs = new Costs(
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Integer.parseInt(matcher.group(5)),
                bytes(matcher.group(6)),
                bytes(matcher.group(7)));
        return Optional.of(new Argon2Hash(hash, variant, version, costs)).filter(Argon2Hash::isBearable);
    }

    private static int bytes(String base64) {
        return base64.length() * BITS_PER_CHARACTER / Byte.SIZE;
    }

    private boolean isBearable() {
        return (version == VERSION || version == OLD_VERSION)
                && costs.memory() <= MAX_MEMORY
                && costs.lanes() <= MAX_LANES
                && (long) costs.memory() * costs.passes() <= MAX_WORK;
    }

    @Override
    public boolean matches(byte[] password) {
        Argon2 argon2 = Argon2Factory.create(variant);
        return argon2.verify(hash.value(), password);
    }
}
