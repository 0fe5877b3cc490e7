package dev.groundwork.web;

import java.util.function.BiConsumer;

/** The headers of every answer, errors and files included (OWASP ASVS 5.0, 3.4); an answer may put its own in their place. */
final class StandingHeaders {
    /** For what is no page: nothing in it may load, run, frame or be framed. */
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final boolean production;

    StandingHeaders(boolean production) {
        this.production = production;
    }

    void addTo(BiConsumer<String, String> headers) {
        headers.accept("X-Content-Type-Options", "nosniff");
        headers.accept("Content-Security-Policy", NOTHING);
        headers.accept("Referrer-Policy", "no-referrer");
        headers.accept("X-Frame-Options", "DENY");
        headers.accept("Cross-Origin-Opener-Policy", "same-origin");
        headers.accept("Cross-Origin-Resource-Policy", "same-origin");
        headers.accept("Cache-Control", "no-store");
        headers.accept("Vary", "Origin");
        if (production) {
            headers.accept("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
        }
    }
}
