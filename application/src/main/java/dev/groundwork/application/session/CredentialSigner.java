package dev.groundwork.application.session;

import dev.groundwork.domain.session.SessionHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the credentials that carry a session's handle: the access token and the cookie. Each is the handle, an end
 * and a keyed signature (HMAC-SHA-256), so that a forged or expired one is refused without asking anybody, and a stolen
 * database, which holds handles only, signs nobody in. Safe for use by several threads.
 */
public final class CredentialSigner {
    /** Tells people and secret scanners what they found. */
    public static final String ACCESS_TOKEN_PREFIX = "gwa_";

    /** NIST SP 800-107: a key as long as the hash. */
    public static final int MIN_SECRET_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HANDLE_BYTES = 16;
    private static final int PAYLOAD_BYTES = HANDLE_BYTES + Long.BYTES;
    private static final int MAC_BYTES = 32;

    private enum Purpose {
        ACCESS_TOKEN,
        COOKIE,
        REFRESH_SUCCESSOR,
        FINGERPRINT
    }

    private final List<byte[]> secrets;

    /**
     * @param secrets the first signs, all verify, so that secrets can be changed without signing anybody out; each at least
     *     {@value #MIN_SECRET_BYTES} bytes
     */
    public CredentialSigner(List<byte[]> secrets) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length < MIN_SECRET_BYTES)) {
            throw new IllegalArgumentException("at least one secret, each of at least " + MIN_SECRET_BYTES + " bytes");
        }
        this.secrets = secrets.stream().map(byte[]::clone).toList();
    }

    /** A token that counts until {@code expiresAt}, to the second. */
    public String accessToken(SessionHandle handle, Instant expiresAt) {
        return ACCESS_TOKEN_PREFIX + sign(Purpose.ACCESS_TOKEN, handle, expiresAt);
    }

    /** The session's handle; empty where the token is malformed, forged, or ended at or before {@code now}. */
    public Optional<SessionHandle> verifyAccessToken(String token, Instant now) {
        return token.startsWith(ACCESS_TOKEN_PREFIX)
                ? verify(Purpose.ACCESS_TOKEN, token.substring(ACCESS_TOKEN_PREFIX.length()), now)
                : Optional.empty();
    }

    /** When an access token that {@link #verifyAccessToken} let pass ends, to the second. */
    Instant endOf(String token) {
        byte[] signed = Base64.getUrlDecoder().decode(token.substring(ACCESS_TOKEN_PREFIX.length()));
        return Instant.ofEpochSecond(ByteBuffer.wrap(signed).getLong(HANDLE_BYTES));
    }

    /** A cookie's value that counts until {@code expiresAt}, to the second. */
    public String cookie(SessionHandle handle, Instant expiresAt) {
        return sign(Purpose.COOKIE, handle, expiresAt);
    }

    /** As {@link #verifyAccessToken}, for a cookie's value; neither counts as the other. */
    public Optional<SessionHandle> verifyCookie(String cookie, Instant now) {
        return verify(Purpose.COOKIE, cookie, now);
    }

    /**
     * What a refresh token's successor may be, by each secret: the first is the one to give out. It follows from the token, so
     * that a request whose answer was lost gets the same successor again although only its hash is stored; without the secret
     * nobody can tell it.
     *
     * @param prefix what the successor begins with
     */
    public List<String> successors(String prefix, String refreshToken) {
        byte[] payload = refreshToken.getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .map(secret -> prefix
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(mac(secret, Purpose.REFRESH_SUCCESSOR, payload)))
                .toList();
    }

    /** A keyed hash of a name: the same for the same name, and nobody who lacks the secret can tell which. */
    public String fingerprint(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac(secrets.get(0), Purpose.FINGERPRINT, name.getBytes(StandardCharsets.UTF_8)));
    }

    private String sign(Purpose purpose, SessionHandle handle, Instant expiresAt) {
        byte[] payload = ByteBuffer.allocate(PAYLOAD_BYTES)
                .put(Base64.getUrlDecoder().decode(handle.value()))
                .putLong(expiresAt.getEpochSecond())
                .array();
        byte[] signed = Arrays.copyOf(payload, PAYLOAD_BYTES + MAC_BYTES);
        System.arraycopy(mac(secrets.get(0), purpose, payload), 0, signed, PAYLOAD_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    private Optional<SessionHandle> verify(Purpose purpose, String text, Instant now) {
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (signed.length != PAYLOAD_BYTES + MAC_BYTES) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOf(signed, PAYLOAD_BYTES);
        byte[] signature = Arrays.copyOfRange(signed, PAYLOAD_BYTES, signed.length);
        boolean genuine = false;
        for (byte[] secret : secrets) {
            genuine |= MessageDigest.isEqual(signature, mac(secret, purpose, payload));
        }
        // Only what was signed here is looked into: a forged end need not even be a time.
        if (!genuine || now.getEpochSecond() >= ByteBuffer.wrap(payload).getLong(HANDLE_BYTES)) {
            return Optional.empty();
        }
        byte[] handle = Arrays.copyOf(payload, HANDLE_BYTES);
        return Optional.of(
                new SessionHandle(Base64.getUrlEncoder().withoutPadding().encodeToString(handle)));
    }

    private static byte[] mac(byte[] secret, Purpose purpose, byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(purpose.name().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
