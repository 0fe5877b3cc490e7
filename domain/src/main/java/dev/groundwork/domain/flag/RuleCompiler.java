package dev.groundwork.domain.flag;

import dev.groundwork.domain.Violation;
import dev.groundwork.domain.flag.Operators.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes rules of JSON, once, and says of each fault that can be seen where it is. Works through one document, by one thread. */
final class RuleCompiler {
    /** Each level costs an evaluation some of its stack. */
    static final int MAX_DEPTH = 200;

    private static final Compiled NOTHING = new Compiled(new Literal(null), 0);

    private final Function<String, Optional<Compiled>> shared;
    private final List<Violation> violations;

    /**
     * @param shared what {@code $ref} refers to
     * @param violations where faults are added
     */
    RuleCompiler(Function<String, Optional<Compiled>> shared, List<Violation> violations) {
        this.shared = shared;
        this.violations = violations;
    }

    /** A value that needs no evaluation. */
    record Literal(@Nullable Object value) implements Rule {
        @Override
        public @Nullable Object apply(Run run, @Nullable Object data) {
            return value;
        }
    }

    /** What several rules yield, as a list. */
    record Listed(List<Rule> items) implements Rule {
        Listed {
            items = List.copyOf(items);
        }

        @Override
        public @Nullable Object apply(Run run, @Nullable Object data) {
            run.step();
            @Nullable Object[] values = new @Nullable Object[items.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = items.get(i).apply(run, data);
            }
            return Collections.unmodifiableList(Arrays.asList(values));
        }
    }

    /** @param depth how many rules lie within one another */
    record Compiled(Rule rule, int depth) {}

    /** @param pointer where the value stands */
    Compiled compile(@Nullable Object value, String pointer) {
        return switch (value) {
            case Map<?, ?> map
            when map.size() == 1 -> {
                Map.Entry<?, ?> only = map.entrySet().iterator().next();
                yield operation(String.valueOf(only.getKey()), only.getValue(), pointer);
            }
            case Map<?, ?> map when map.size() > 1 -> refused(pointer, "must have exactly one member, an operator");
            case List<?> list -> list(list, pointer);
            case null, default -> new Compiled(new Literal(value), 1);
        };
    }

    private Compiled list(List<?> items, String pointer) {
        List<Compiled> compiled = compiled(items, pointer);
        List<Rule> rules = compiled.stream().map(Compiled::rule).toList();
        boolean literal = rules.stream().allMatch(Literal.class::isInstance);
        return deeper(literal ? new Literal(items) : new Listed(rules), compiled, pointer);
    }

    private List<Compiled> compiled(List<?> values, String pointer) {
        List<Compiled> compiled = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            compiled.add(compile(values.get(i), pointer + "/" + i));
        }
        return compiled;
    }

    private Compiled deeper(Rule rule, List<Compiled> parts, String pointer) {
        int depth = 1 + parts.stream().mapToInt(Compiled::depth).max().orElse(0);
        return depth > MAX_DEPTH
                ? refused(
                        pointer, "must not nest deeper than " + MAX_DEPTH + " rules, those that it refers to included")
                : new Compiled(rule, depth);
    }

    private Compiled operation(String name, @Nullable Object argument, String pointer) {
        if (name.equals("$ref")) {
            return reference(argument, pointer);
        }
        Optional<Operator> operator = Operators.find(name);
        if (operator.isEmpty()) {
            return refused(pointer, "has an unknown operator: " + Faults.shown(name));
        }
        String place = pointer + "/" + Violation.escaped(name);
        List<Compiled> arguments =
                argument instanceof List<?> list ? compiled(list, place) : List.of(compile(argument, place));
        List<Rule> rules = arguments.stream().map(Compiled::rule).toList();
        int count = rules.size();
        if (count < operator.get().least() || count > operator.get().most()) {
            return refused(place, "takes " + operator.get().counts() + " arguments");
        }
        check(name, rules, place);
        return deeper(counted(operator.get().making().of(rules)), arguments, place);
    }

    /** Whatever an operator does, it is counted: rules that refer to one another may come to be evaluated without end. */
    private static Rule counted(Rule rule) {
        return (run, data) -> {
            run.step();
            return rule.apply(run, data);
        };
    }

    private Compiled reference(@Nullable Object name, String pointer) {
        if (!(name instanceof String text)) {
            return refused(pointer + "/$ref", "must be the name of a rule in the setting flags.evaluators");
        }
        return shared.apply(text)
                .map(found -> deeper(found.rule(), List.of(found), pointer))
                .orElseGet(() -> refused(
                        pointer + "/$ref", "is no rule of the setting flags.evaluators: " + Faults.shown(text)));
    }

    private Compiled refused(String pointer, String detail) {
        violations.add(new Violation(pointer, detail));
        return NOTHING;
    }

    /** What can be seen of arguments that are written down. */
    private void check(String name, List<Rule> arguments, String place) {
        switch (name) {
            case "var" -> checkPath(arguments, place);
            case "sem_ver" -> {
                checkVersion(arguments.get(0), place + "/0");
                checkVersion(arguments.get(2), place + "/2");
                if (arguments.get(1) instanceof Literal(Object operator)
                        && !(operator instanceof String && SemanticVersion.OPERATORS.contains(operator))) {
                    refused(place + "/1", "must be one of =, !=, <, <=, >, >=, ^, ~");
                }
            }
            case "starts_with", "ends_with" -> {
                for (int i = 0; i < arguments.size(); i++) {
                    if (arguments.get(i) instanceof Literal(Object value) && !(value instanceof String)) {
                        refused(place + "/" + i, "must be text");
                    }
                }
            }
            case "fractional" -> checkShares(arguments, place);
            default -> {}
        }
    }

    private void checkPath(List<Rule> arguments, String place) {
        if (!arguments.isEmpty()
                && arguments.get(0) instanceof Literal(Object path)
                && !(path == null || path instanceof String || path instanceof Number)) {
            refused(place, "must be the path of something in the context, as text");
        }
    }

    private void checkVersion(Rule argument, String place) {
        boolean wrong = argument instanceof Literal(Object value)
                && !(value instanceof String text
                        ? SemanticVersion.parse(text).isPresent()
                        : value instanceof BigDecimal number
                                && SemanticVersion.parse(number.toPlainString()).isPresent());
        if (wrong) {
            refused(place, "must be a version such as 1.2.3");
        }
    }

    private void checkShares(List<Rule> arguments, String place) {
        int first = itemsOf(arguments.get(0)).isPresent() ? 0 : 1;
        if (first == 1 && arguments.get(0) instanceof Literal(Object by) && !(by == null || by instanceof String)) {
            refused(place + "/0", "must be text to draw by, or a list of an answer and its weight");
        }
        long sum = 0;
        boolean known = true;
        for (int i = first; i < arguments.size(); i++) {
            Optional<Long> weight = weight(arguments.get(i), place + "/" + i);
            known &= weight.isPresent();
            sum += weight.orElse(0L);
        }
        if (known && sum == 0) {
            refused(place, "must have something to draw: a list of an answer and a weight above 0");
        } else if (sum > Fractional.MAX_WEIGHT) {
            refused(place, "must not have weights that sum to more than " + Fractional.MAX_WEIGHT);
        }
    }

    /** A list's items, where it is written down as one. */
    private static Optional<List<Rule>> itemsOf(Rule rule) {
        return switch (rule) {
            case Listed(List<Rule> items) -> Optional.of(items);
            case Literal(Object value)
            when value instanceof List<?> list ->
                Optional.of(list.stream().<Rule>map(Literal::new).toList());
            default -> Optional.empty();
        };
    }

    /** Empty where it is computed, and where it is wrong, so that no other fault is made of it. */
    private Optional<Long> weight(Rule share, String place) {
        Optional<List<Rule>> items = itemsOf(share);
        if (items.isEmpty() && !(share instanceof Literal)) {
            return Optional.empty();
        }
        if (items.isEmpty() || items.get().isEmpty() || items.get().size() > 2) {
            refused(place, "must be a list of an answer and its weight");
            return Optional.empty();
        }
        if (items.get().size() < 2) {
            return Optional.of(1L);
        }
        if (!(items.get().get(1) instanceof Literal(Object weight))) {
            return Optional.empty();
        }
        if (weight == null) {
            return Optional.of(1L);
        }
        if (weight instanceof BigDecimal number && number.signum() >= 0 && Fractional.isWeight(number)) {
            return Optional.of(number.longValue());
        }
        refused(place + "/1", "must be a whole number from 0 to " + Fractional.MAX_WEIGHT);
        return Optional.empty();
    }
}
