package dev.groundwork.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that carries a session (OWASP ASVS 5.0, 3.3). In production its prefix makes a browser refuse it from anywhere but
 * this host over TLS, and for anything but the whole host.
 */
public final class SessionCookie {
    private final String name;
    private final String attributes;

    SessionCookie(boolean production) {
        this.name = production ? "__Host-groundwork" : "groundwork";
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (production ? "; Secure" : "");
    }

    /** A {@code Set-Cookie} that hands the session over. */
    public String handOver(String value, Duration lifetime) {
        return name + "=" + value + "; Max-Age=" + lifetime.toSeconds() + attributes;
    }

    /** A {@code Set-Cookie} that takes it back. */
    public String clear() {
        return name + "=; Max-Age=0" + attributes;
    }

    /** What the request brings; null where it brings none. */
    @Nullable
    String find(HttpServletRequest request) {
        String single = request.getHeader("Cookie");
        if (single == null) {
            return null;
        }
        for (String line : Collections.list(request.getHeaders("Cookie"))) {
            for (String pair : line.split(";", -1)) {
                String trimmed = pair.strip();
                if (trimmed.startsWith(name) && trimmed.startsWith("=", name.length())) {
                    return trimmed.substring(name.length() + 1);
                }
            }
        }
        return null;
    }
}
