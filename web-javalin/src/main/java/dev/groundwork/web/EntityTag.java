package dev.groundwork.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code "<version>.<digest of the answer>"}: the digest tells one answer from another, the version one state of the row from
 * another. A row's answer may change without the row, as where its owner takes another name.
 */
final class EntityTag {
    /** 96 bits: nobody has to guess them, they only must not meet by chance. */
    private static final int DIGEST_BYTES = 12;

    /** One member of a list of entity tags (RFC 9110 section 8.8.3). */
    private static final Pattern TAG = Pattern.compile("\\G\\s*(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"\\s*(?:,|$)");

    private static final Pattern VERSIONED = Pattern.compile("([0-9]{1,18})\\.[A-Za-z0-9_-]+");

    /** What no row has, so that a use case finds it stale once it has decided that the caller may know. */
    private static final Long NO_VERSION = -1L;

    private EntityTag() {}

    static String of(long version, byte[] body) {
        return "\"" + version + "." + digest(body) + "\"";
    }

    /** The tag of what is changed by nothing but a change of its version, and must not be found from its digest. */
    static String ofSecret(long version) {
        return of(version, new byte[0]);
    }

    static String digest(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether {@code If-None-Match} names the tag; the comparison is weak (RFC 9110 section 13.1.2). */
    static boolean isNamed(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(ifNoneMatch);
        while (tags.find()) {
            if (tag.equals("\"" + tags.group(2) + "\"")) {
                return true;
            }
        }
        return false;
    }

    /**
     * The version that {@code If-Match} asks for. A weak tag never matches (RFC 9110 section 13.1.1), nor does one that we did not
     * make.
     *
     * @param current reads the version there is, for a caller who names several
     * @return null where any will do
     */
    static @Nullable Long expectedVersion(@Nullable String ifMatch, Supplier<Long> current) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        List<Long> versions = TAG.matcher(ifMatch)
                .results()
                .filter(tag -> tag.group(1) == null)
                .map(tag -> VERSIONED.matcher(tag.group(2)))
                .filter(Matcher::matches)
                .map(tag -> Long.valueOf(tag.group(1)))
                .distinct()
                .toList();
        if (versions.size() == 1) {
            return versions.get(0);
        }
        if (versions.isEmpty()) {
            return NO_VERSION;
        }
        Long there = current.get();
        return versions.contains(there) ? there : NO_VERSION;
    }
}
