package dev.groundwork.domain.access;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from; it stands in every audit row the request causes.
 *
 * @param ipAddress the client's address in its usual notation; null inside the process
 * @param userAgent what the client called itself, at most {@value #MAX_USER_AGENT} characters; null where it did not
 * @param requestId what the request goes by in answers, log lines and audit rows
 */
public record Origin(@Nullable String ipAddress, @Nullable String userAgent, String requestId) {
    /** The rest of a longer name is dropped; it is the client's own word and proves nothing. */
    public static final int MAX_USER_AGENT = 512;

    public Origin {
        Objects.requireNonNull(requestId);
        if (userAgent != null) {
            String printable = userAgent.replaceAll("\\p{Cntrl}|\\p{Cs}", "");
            userAgent = printable.length() > MAX_USER_AGENT ? cut(printable) : printable;
        }
    }

    /** A cause inside the process, such as background work or an embedding host. */
    public static Origin internal(String requestId) {
        return new Origin(null, null, requestId);
    }

    /** Never between the halves of a surrogate pair. */
    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(MAX_USER_AGENT - 1)) ? MAX_USER_AGENT - 1 : MAX_USER_AGENT;
        return text.substring(0, end);
    }
}
