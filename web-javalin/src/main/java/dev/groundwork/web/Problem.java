package dev.groundwork.web;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Violation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * An error as RFC 9457 writes it.
 *
 * @param faults what is to blame; of more than a thousand the first, and then {@code detail} says so
 * @param headers those that belong to this kind of error
 */
public record Problem(Kind kind, String detail, List<Fault> faults, Map<String, String> headers) {
    /** Tells a client how to sign in (RFC 9110 section 11.6.1). */
    static final String CHALLENGE = "Bearer realm=\"groundwork\"";

    /** Two for each item of the longest batch. Without a bound the answer is longer than the body that it refuses. */
    private static final int MAX_FAULTS = 1_000;

    public Problem {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
        if (faults.size() > MAX_FAULTS) {
            detail += " The first " + MAX_FAULTS + " errors are listed.";
            faults = faults.subList(0, MAX_FAULTS);
        }
        faults = List.copyOf(faults);
        headers = Map.copyOf(headers);
    }

    /** The kinds of error that there are; a name is stable, and part of the contract. */
    public enum Kind {
        BAD_REQUEST(400, "bad-request", "The request cannot be understood"),
        UNAUTHENTICATED(401, "unauthenticated", "Sign in first"),
        FORBIDDEN(403, "forbidden", "Not allowed"),
        NOT_FOUND(404, "not-found", "Not found"),
        METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed"),
        NOT_ACCEPTABLE(406, "not-acceptable", "No representation is acceptable"),
        REQUEST_TIMEOUT(408, "request-timeout", "The request took too long to arrive"),
        CONFLICT(409, "conflict", "In conflict with what there is"),
        STALE(412, "stale", "Changed in the meantime"),
        TOO_LARGE(413, "too-large", "The body is too large"),
        URI_TOO_LONG(414, "uri-too-long", "The address is too long"),
        UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Unsupported media type"),
        INVALID(422, "invalid", "A value is not acceptable"),
        RATE_LIMITED(429, "rate-limited", "Too many requests"),
        HEADERS_TOO_LARGE(431, "headers-too-large", "The headers are too large"),
        INTERNAL(500, "internal", "Something went wrong"),
        UNAVAILABLE(503, "unavailable", "Not available at the moment");

        private final int status;
        private final String type;
        private final String title;

        Kind(int status, String name, String title) {
            this.status = status;
            this.type = "/problems/" + name;
            this.title = title;
        }

        int status() {
            return status;
        }
    }

    /** One value that is to blame: a member of the body by JSON Pointer, or a query parameter by name. */
    public record Fault(boolean inQuery, String place, String detail) {
        public Fault {
            Objects.requireNonNull(place);
            Objects.requireNonNull(detail);
        }

        static Fault of(Violation violation) {
            return new Fault(false, violation.pointer(), violation.detail());
        }

        public static Fault parameter(String name, String detail) {
            return new Fault(true, name, detail);
        }
    }

    static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, List.of(), Map.of());
    }

    static Problem nothingHere() {
        return of(Kind.NOT_FOUND, "There is nothing at this address; /docs shows every address there is.");
    }

    static Problem badRequest(List<Fault> faults) {
        String detail = faults.size() == 1
                ? "The request cannot be understood: " + faults.get(0).detail()
                : "The request cannot be understood, for " + faults.size() + " reasons.";
        return new Problem(Kind.BAD_REQUEST, detail, faults, Map.of());
    }

    static Problem unavailable(String detail, Duration retryAfter) {
        return new Problem(Kind.UNAVAILABLE, detail, List.of(), retryAfter(retryAfter));
    }

    /** What HTTP makes of each reason; a new reason does not compile until it has its place here. */
    static Problem of(Refusal refusal) {
        String detail = refusal.detail();
        return switch (refusal) {
            case Refusal.Invalid invalid -> new Problem(Kind.INVALID, detail, faults(invalid.violations()), Map.of());
            case Refusal.Unauthenticated unauthenticated ->
                new Problem(Kind.UNAUTHENTICATED, detail, List.of(), Map.of("WWW-Authenticate", CHALLENGE));
            case Refusal.Forbidden forbidden -> of(Kind.FORBIDDEN, detail);
            case Refusal.NotFound notFound -> of(Kind.NOT_FOUND, detail);
            case Refusal.Conflict conflict ->
                new Problem(Kind.CONFLICT, detail, faults(conflict.violations()), Map.of());
            case Refusal.Stale stale -> of(Kind.STALE, detail);
            case Refusal.RateLimited limited ->
                new Problem(Kind.RATE_LIMITED, detail, List.of(), retryAfter(limited.retryAfter()));
            case Refusal.Unavailable unavailable -> unavailable(detail, unavailable.retryAfter());
        };
    }

    static List<Fault> faults(List<Violation> violations) {
        return violations.stream().map(Fault::of).toList();
    }

    static Map<String, String> retryAfter(Duration wait) {
        return Map.of("Retry-After", Long.toString(seconds(wait)));
    }

    /** Rounded up: a client that comes back a moment early is only refused again. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    int status() {
        return kind.status;
    }

    Problem withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Problem(kind, detail, faults, more);
    }

    /**
     * @param instance the path that was asked for, without its query
     * @param more members beyond those of RFC 9457
     */
    Answer answer(String instance, String requestId, Consumer<JsonWriter> more) {
        byte[] body = JsonWriter.write(json -> json.object(() -> {
            json.text("type", kind.type);
            json.text("title", kind.title);
            json.number("status", kind.status);
            json.text("detail", detail);
            json.text("instance", instance);
            json.text("requestId", requestId);
            if (!faults.isEmpty()) {
                json.array("errors", faults, this::write);
            }
            more.accept(json);
        }));
        return new Answer(kind.status, "application/problem+json", body).with(headers);
    }

    private void write(JsonWriter json, Fault fault) {
        json.object(() -> {
            json.text(fault.inQuery() ? "parameter" : "pointer", fault.place());
            json.text("detail", fault.detail());
        });
    }
}
