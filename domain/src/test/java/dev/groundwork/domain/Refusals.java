package dev.groundwork.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What was refused, for assertions. */
public final class Refusals {
    private Refusals() {}

    /** The refusal that the call ends with. */
    public static Refusal refusalOf(Runnable call) {
        try {
            call.run();
        } catch (Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("nothing was refused");
    }

    /** The violations of the input that the call refuses. */
    public static List<Violation> violationsOf(Runnable call) {
        Refusal refusal = refusalOf(call);
        assertThat(refusal).isInstanceOf(Refusal.Invalid.class);
        return ((Refusal.Invalid) refusal).violations();
    }

    /** Where in the input the call finds fault. */
    public static List<String> pointersOf(Runnable call) {
        return violationsOf(call).stream().map(Violation::pointer).toList();
    }

    /** The one sentence with which the call refuses a value. */
    public static String reasonOf(Runnable call) {
        List<Violation> violations = violationsOf(call);
        assertThat(violations).hasSize(1);
        return violations.get(0).detail();
    }
}
