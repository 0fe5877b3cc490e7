package dev.groundwork.domain;

import java.time.Duration;
import java.util.List;

/**
 * Why a request is refused. The family is small and closed: every way in (HTTP, command line, an embedder) maps each reason
 * once, and a new reason breaks their build until they do.
 */
public sealed interface Refusal {

    /** What to tell the caller; never holds a secret, and never more than the caller may know. */
    String detail();

    /**
     * The input was understood, and at least one value in it is not acceptable.
     *
     * @param violations all of them, at least one
     */
    record Invalid(List<Violation> violations) implements Refusal {
        public Invalid {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("an invalid input has at least one violation");
            }
        }

        @Override
        public String detail() {
            return violations.size() == 1
                    ? "A value is not acceptable: " + violations.get(0).detail()
                    : violations.size() + " values are not acceptable.";
        }
    }

    /** Nobody is signed in, or the credential counts for nothing. */
    record Unauthenticated(String detail) implements Refusal {}

    /** The caller is known, may know that the object exists, and may not do this to it. */
    record Forbidden(String detail) implements Refusal {}

    /** There is no such object, or the caller may not know that there is. */
    record NotFound(String detail) implements Refusal {}

    /**
     * The state of things forbids it.
     *
     * @param violations the values that are taken; empty where no single value is to blame
     */
    record Conflict(String detail, List<Violation> violations) implements Refusal {
        public Conflict {
            violations = List.copyOf(violations);
        }
    }

    /** The caller's copy is older than the object. */
    record Stale(String detail) implements Refusal {}

    /**
     * Too many requests of this kind from this caller.
     *
     * @param retryAfter how long to wait, more than zero
     */
    record RateLimited(String detail, Duration retryAfter) implements Refusal {}

    /**
     * Something that is needed is not there at the moment; nothing was changed, or whether it was is not known.
     *
     * @param retryAfter when to try again, more than zero
     */
    record Unavailable(String detail, Duration retryAfter) implements Refusal {}
}
