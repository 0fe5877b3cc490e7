package dev.groundwork.domain.flag;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import java.util.List;

/** What is wrong with rules, told in bounds: rules may be long, and all of them wrong. */
final class Faults {
    private static final int MOST = 100;
    private static final int LONGEST = 100;

    private Faults() {}

    /** @throws Refused {@link Refusal.Invalid} with the first hundred violations, where there are any */
    static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new Refused(
                    new Refusal.Invalid(violations.stream().limit(MOST).toList()));
        }
    }

    /** The same refusal, seen from what holds the refused value at {@code member}. */
    static Refused within(Refused refused, String member) {
        return refused.refusal() instanceof Refusal.Invalid invalid
                ? new Refused(new Refusal.Invalid(invalid.violations().stream()
                        .map(violation -> violation.within(member))
                        .toList()))
                : refused;
    }

    /** Somebody's own words, the beginning of them where they are long. */
    static String shown(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
