package dev.groundwork.web;

import java.io.Serial;
import java.util.List;

/** A request that HTTP itself refuses, before any use case sees it. It has no stack trace, since it is no fault of ours. */
public final class Rejected extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Rejected(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static Rejected badRequest(String detail) {
        return new Rejected(Problem.of(Problem.Kind.BAD_REQUEST, detail));
    }

    static Rejected badParameter(String name, String detail) {
        return new Rejected(Problem.badRequest(List.of(Problem.Fault.parameter(name, detail))));
    }

    /** Whether what came could not be understood, which protocols of others tell in their own words. */
    public boolean isMisunderstood() {
        return problem.kind() == Problem.Kind.BAD_REQUEST;
    }

    Problem problem() {
        return problem;
    }
}
