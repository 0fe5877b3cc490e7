package dev.groundwork.domain;

import java.io.Serial;
import java.util.List;

/** The one business exception: it carries the {@link Refusal}. It has no stack trace, since a refusal is no fault. */
public final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public Refused(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    /** The refusal of a single value that was parsed on its own. */
    public static Refused invalid(String detail) {
        return invalidAt("", detail);
    }

    /** The refusal of one value of a larger input; {@code pointer} is a JSON Pointer. */
    public static Refused invalidAt(String pointer, String detail) {
        return new Refused(new Refusal.Invalid(List.of(new Violation(pointer, detail))));
    }

    public static Refused unauthenticated(String detail) {
        return new Refused(new Refusal.Unauthenticated(detail));
    }

    public static Refused forbidden(String detail) {
        return new Refused(new Refusal.Forbidden(detail));
    }

    public static Refused notFound(String detail) {
        return new Refused(new Refusal.NotFound(detail));
    }

    public static Refused conflict(String detail) {
        return new Refused(new Refusal.Conflict(detail, List.of()));
    }

    /** The refusal of a value that must be unique and is taken; {@code pointer} is a JSON Pointer. */
    public static Refused taken(String pointer, String detail) {
        return new Refused(new Refusal.Conflict(detail, List.of(new Violation(pointer, detail))));
    }

    public static Refused stale() {
        return new Refused(
                new Refusal.Stale("It was changed since you read it. Read it again, then decide on your change anew."));
    }

    public Refusal refusal() {
        return refusal;
    }
}
