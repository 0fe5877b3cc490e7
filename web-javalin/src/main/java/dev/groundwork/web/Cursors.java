package dev.groundwork.web;

import dev.groundwork.application.session.CredentialSigner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A list's positions on their way to the client and back: opaque, good only for the query that they came from, and signed, so that
 * nobody writes one of their own.
 */
final class Cursors {
    private static final int SEAL_LENGTH = 22;

    private final CredentialSigner signer;

    Cursors(CredentialSigner signer) {
        this.signer = signer;
    }

    String write(String path, Map<String, List<String>> parameters, String position) {
        String text = seal(path, parameters, position) + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Rejected 400 where it is no cursor of ours, or another query's */
    String read(String path, Map<String, List<String>> parameters, String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.length() > SEAL_LENGTH) {
                String position = text.substring(SEAL_LENGTH);
                byte[] seal = text.substring(0, SEAL_LENGTH).getBytes(StandardCharsets.UTF_8);
                if (MessageDigest.isEqual(seal, seal(path, parameters, position).getBytes(StandardCharsets.UTF_8))) {
                    return position;
                }
            }
        } catch (IllegalArgumentException e) {
            // falls through to the refusal, which says all there is to say
        }
        throw unknown();
    }

    static Rejected unknown() {
        return Rejected.badParameter("cursor", "is not a cursor of this query; start again without one");
    }

    private String seal(String path, Map<String, List<String>> parameters, String position) {
        StringBuilder sealed = new StringBuilder("cursor\n").append(path);
        new TreeMap<>(parameters).forEach((name, values) -> {
            if (!name.equals("cursor") && !name.equals("limit")) {
                values.forEach(
                        value -> sealed.append('\n').append(name).append('=').append(value));
            }
        });
        return signer.fingerprint(sealed.append("\n\n").append(position).toString())
                .substring(0, SEAL_LENGTH);
    }
}
