package dev.groundwork.domain.flag;

import dev.groundwork.domain.Violation;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for answers that are written down in a rule and are no variant. */
final class Answers {
    private final Set<String> variants;
    private final Evaluators evaluators;
    private final List<Violation> violations;
    /** Each rule that is referred to is looked at once, however often it is. */
    private final Set<String> seen = new HashSet<>();

    Answers(Set<String> variants, Evaluators evaluators, List<Violation> violations) {
        this.variants = variants;
        this.evaluators = evaluators;
        this.violations = violations;
    }

    /** @param pointer where the rule stands; what is wrong in a rule that it refers to is told where it refers to it */
    void check(@Nullable Object rule, String pointer) {
        check(rule, pointer, null);
    }

    private void check(@Nullable Object rule, String pointer, @Nullable String reference) {
        switch (rule) {
            case null -> {}
            case Map<?, ?> map
            when map.size() == 1 -> {
                Map.Entry<?, ?> only = map.entrySet().iterator().next();
                operation(String.valueOf(only.getKey()), only.getValue(), pointer, reference);
            }
            case String text -> require(variants.contains(text), text, pointer, reference);
            case Boolean bool -> require(variants.contains(bool.toString()), bool, pointer, reference);
            default -> require(false, "it", pointer, reference);
        }
    }

    private void require(boolean variant, Object answer, String pointer, @Nullable String reference) {
        if (!variant) {
            violations.add(new Violation(
                    reference == null ? pointer : reference,
                    "answers what is no variant: " + Faults.shown(answer.toString()) + "; there are "
                            + Faults.shown(String.join(", ", variants))));
        }
    }

    private void operation(String name, @Nullable Object argument, String pointer, @Nullable String reference) {
        String place = pointer + "/" + Violation.escaped(name);
        List<?> arguments = argument instanceof List<?> list ? list : Collections.singletonList(argument);
        int last = arguments.size() - 1;
        switch (name) {
            case "if", "?:" -> {
                for (int i = 0; i <= last; i++) {
                    if (i % 2 == 1 || i == last) {
                        check(arguments.get(i), place + "/" + i, reference);
                    }
                }
            }
            case "or", "and" -> {
                if (last >= 0) {
                    check(arguments.get(last), place + "/" + last, reference);
                }
            }
            case "fractional" -> {
                for (int i = 0; i <= last; i++) {
                    if (arguments.get(i) instanceof List<?> share && !share.isEmpty()) {
                        check(share.get(0), place + "/" + i + "/0", reference);
                    }
                }
            }
            case "$ref" -> {
                if (argument instanceof String referred
                        && evaluators.find(referred).isPresent()
                        && seen.add(referred)) {
                    check(
                            evaluators.written().members().get(referred),
                            pointer,
                            reference == null ? pointer : reference);
                }
            }
            default -> {}
        }
    }
}
