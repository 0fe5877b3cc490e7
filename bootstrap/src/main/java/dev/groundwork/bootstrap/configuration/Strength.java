package dev.groundwork.bootstrap.configuration;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes secrets that a machine made, and refuses those that somebody could guess or copied from an example. */
final class Strength {
    private static final int LEAST_BYTES = 32;

    /** What 32 hexadecimal digits of chance never fall below; sentences pass, a key held down does not. */
    private static final int LEAST_BITS = 90;

    private static final Pattern PLACEHOLDER =
            Pattern.compile("(change|replace).{0,3}(me|this)|your.{0,3}(secret|key)|insert.{0,3}(secret|key)");

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private Strength() {}

    static byte[] ofText(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LEAST_BYTES) {
            throw Form.mustBe("at least " + LEAST_BYTES + " bytes long, each secret if there are several;"
                    + " make one with: openssl rand -base64 48");
        }
        if (isGuessable(bytes)
                || PLACEHOLDER.matcher(secret.toLowerCase(Locale.ROOT)).find()) {
            throw Form.mustBe("a secret that nobody can guess; make one with: openssl rand -base64 48");
        }
        return bytes;
    }

    static Map<String, byte[]> ofKeys(String text) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            String[] parts = pair.strip().split(":", 2);
            byte[] key = parts.length == 2 && KEY_ID.matcher(parts[0]).matches() ? decoded(parts[1]) : new byte[0];
            if (key.length != LEAST_BYTES || keys.put(parts[0], key) != null) {
                throw Form.mustBe("pairs of an id of its own and " + LEAST_BYTES + " bytes in base64, such as"
                        + " 2026a:…, separated by commas; make a key with: openssl rand -base64 32");
            }
            if (isGuessable(key)) {
                throw Form.mustBe("keys that nobody can guess; make one with: openssl rand -base64 32");
            }
        }
        return keys;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static boolean isGuessable(byte[] secret) {
        return bits(secret) < LEAST_BITS || isRepeated(secret) || isSequence(secret);
    }

    /** Shannon's entropy of the bytes, taken together. */
    private static double bits(byte[] secret) {
        int[] counts = new int[256];
        for (byte b : secret) {
            counts[b & 0xff]++;
        }
        return Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> count * Math.log((double) secret.length / count) / Math.log(2))
                .sum();
    }

    private static boolean isRepeated(byte[] secret) {
        for (int period = 1; period <= secret.length / 2; period++) {
            if (Arrays.equals(secret, 0, secret.length - period, secret, period, secret.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSequence(byte[] secret) {
        for (int i = 2; i < secret.length; i++) {
            if ((byte) (secret[i] - secret[i - 1]) != (byte) (secret[1] - secret[0])) {
                return false;
            }
        }
        return true;
    }
}
