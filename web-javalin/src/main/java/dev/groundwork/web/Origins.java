package dev.groundwork.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pages may send what. */
final class Origins {
    private static final String EXPOSED =
            "ETag, Idempotency-Key, Link, Location, RateLimit, RateLimit-Policy, Retry-After,"
                    + " WWW-Authenticate, X-Request-Id";
    private static final String SENDABLE = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match,"
            + " X-API-Key, X-Request-Id, traceparent";

    private final Set<String> others;
    private final String ownHost;
    private final Set<String> own = new HashSet<>();

    Origins(URI publicUrl, Set<String> corsOrigins) {
        this.others = corsOrigins;
        this.ownHost = publicUrl.getHost();
        own.addAll(corsOrigins);
        own.add(origin(publicUrl));
    }

    /** RFC 6454: scheme, host and port, the usual port left out. */
    private static String origin(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean usualPort = url.getPort() == (scheme.equals("https") ? 443 : 80);
        String port = url.getPort() < 0 || usualPort ? "" : ":" + url.getPort();
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port;
    }

    /** Whether the browser vouches that a page of ours, or one that was let in by name, sends this. */
    boolean isOwn(HttpServletRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        return (origin != null && own.contains(origin)) || "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
    }

    /** Whether a browser sends this for a page that nobody let in. No header at all is a client that is no browser. */
    boolean isForeign(HttpServletRequest request) {
        return !isOwn(request) && (request.getHeader("Origin") != null || request.getHeader("Sec-Fetch-Site") != null);
    }

    /**
     * Whether a request is meant for this machine or this service, and no foreign page sends it: a page whose name is made to point
     * here later (DNS rebinding) says that name, and any page may send what it can't read.
     */
    boolean isMeantForUs(HttpServletRequest request) {
        String host = request.getServerName();
        boolean typed = request.getHeader("Origin") == null && "none".equals(request.getHeader("Sec-Fetch-Site"));
        return (ClientAddress.isLoopback(host) || host.equalsIgnoreCase(ownHost)) && (typed || !isForeign(request));
    }

    /** The headers by which a page of another origin may read the answer; none for one that was not let in. */
    Map<String, String> readable(HttpServletRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        if (origin == null || !others.contains(origin)) {
            return Map.of();
        }
        return Map.of(
                "Access-Control-Allow-Origin", origin,
                "Access-Control-Allow-Credentials", "true",
                "Access-Control-Expose-Headers", EXPOSED);
    }

    /** The answer to {@code OPTIONS}, which is also what a browser asks before it lets another origin's page send something. */
    Answer options(HttpServletRequest request, String allow) {
        Answer answer = Answer.noContent().with("Allow", allow);
        @Nullable String origin = request.getHeader("Origin");
        if (origin == null || !others.contains(origin) || request.getHeader("Access-Control-Request-Method") == null) {
            return answer;
        }
        return answer.with("Access-Control-Allow-Methods", allow)
                .with("Access-Control-Allow-Headers", SENDABLE)
                .with("Access-Control-Max-Age", "600");
    }
}
