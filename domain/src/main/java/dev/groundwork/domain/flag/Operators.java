package dev.groundwork.domain.flag;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The operators: JsonLogic's (jsonlogic.com/operations.html) and flagd's. None ever fails on its input: one that cannot work on it
 * yields null.
 */
final class Operators {
    private static final int ANY = Integer.MAX_VALUE;

    private static final Map<String, Operator> BY_NAME = Map.ofEntries(
            entry("var", new Operator(0, 2, Operators::var)),
            entry("missing", new Operator(0, ANY, Operators::missing)),
            entry("missing_some", new Operator(2, 2, Operators::missingSome)),
            entry("if", new Operator(0, ANY, Operators::choice)),
            entry("?:", new Operator(0, ANY, Operators::choice)),
            entry("==", new Operator(2, 2, arguments -> equality(arguments, false, true))),
            entry("===", new Operator(2, 2, arguments -> equality(arguments, true, true))),
            entry("!=", new Operator(2, 2, arguments -> equality(arguments, false, false))),
            entry("!==", new Operator(2, 2, arguments -> equality(arguments, true, false))),
            entry("!", new Operator(0, 1, arguments -> truth(arguments, false))),
            entry("!!", new Operator(0, 1, arguments -> truth(arguments, true))),
            entry("or", new Operator(1, ANY, arguments -> firstThatIs(arguments, true))),
            entry("and", new Operator(1, ANY, arguments -> firstThatIs(arguments, false))),
            entry(">", new Operator(2, 2, arguments -> order(arguments, compared -> compared > 0))),
            entry(">=", new Operator(2, 2, arguments -> order(arguments, compared -> compared >= 0))),
            entry("<", new Operator(2, 3, arguments -> order(arguments, compared -> compared < 0))),
            entry("<=", new Operator(2, 3, arguments -> order(arguments, compared -> compared <= 0))),
            entry("max", new Operator(1, ANY, arguments -> folded(arguments, Coercion::number, Math::max))),
            entry("min", new Operator(1, ANY, arguments -> folded(arguments, Coercion::number, Math::min))),
            entry("+", new Operator(1, ANY, arguments -> folded(arguments, Coercion::leadingNumber, Double::sum))),
            entry("*", new Operator(1, ANY, arguments -> folded(arguments, Coercion::leadingNumber, (a, b) -> a * b))),
            entry("-", new Operator(1, 2, Operators::difference)),
            entry("/", new Operator(2, 2, arguments -> folded(arguments, Coercion::number, (a, b) -> a / b))),
            entry("%", new Operator(2, 2, arguments -> folded(arguments, Coercion::number, (a, b) -> a % b))),
            entry("map", new Operator(2, 2, Operators::map)),
            entry("filter", new Operator(2, 2, Operators::filter)),
            entry("reduce", new Operator(2, 3, Operators::reduce)),
            entry("all", new Operator(2, 2, Operators::all)),
            entry("none", new Operator(2, 2, arguments -> some(arguments, false))),
            entry("some", new Operator(2, 2, arguments -> some(arguments, true))),
            entry("merge", new Operator(0, ANY, Operators::merge)),
            entry("in", new Operator(2, 2, Operators::in)),
            entry("cat", new Operator(0, ANY, Operators::cat)),
            entry("substr", new Operator(2, 3, Operators::substr)),
            entry("log", new Operator(1, 1, arguments -> arguments.get(0))),
            entry("fractional", new Operator(1, ANY, Fractional::new)),
            entry("sem_ver", new Operator(3, 3, Operators::semVer)),
            entry("starts_with", new Operator(2, 2, arguments -> affix(arguments, true))),
            entry("ends_with", new Operator(2, 2, arguments -> affix(arguments, false))));

    private Operators() {}

    /** An operator: how many arguments it takes, and the rule that it makes of them. */
    record Operator(int least, int most, Making making) {
        /** How many it takes, for a person. */
        String counts() {
            if (most == ANY) {
                return "at least " + least;
            }
            return least == most ? Integer.toString(least) : least + " to " + most;
        }
    }

    /** Makes a rule of its arguments' rules. */
    @FunctionalInterface
    interface Making {
        Rule of(List<Rule> arguments);
    }

    static Optional<Operator> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static @Nullable Object valueAt(List<Rule> arguments, int index, Run run, @Nullable Object data) {
        return index < arguments.size() ? arguments.get(index).apply(run, data) : null;
    }

    private static @Nullable Object finite(double number) {
        return Double.isFinite(number) ? (Object) number : null;
    }

    private static Rule var(List<Rule> arguments) {
        Rule otherwise = arguments.size() < 2 ? (run, data) -> null : arguments.get(1);
        if (arguments.isEmpty() || (arguments.get(0) instanceof RuleCompiler.Literal(Object path) && isWhole(path))) {
            return (run, data) -> data == null ? otherwise.apply(run, null) : data;
        }
        if (arguments.get(0) instanceof RuleCompiler.Literal(Object path)
                && (path instanceof String || path instanceof Number)) {
            List<String> names = path(String.valueOf(path));
            return (run, data) -> found(run, data, names, otherwise);
        }
        return (run, data) -> {
            Object path = arguments.get(0).apply(run, data);
            run.step();
            return isWhole(path) ? data : found(run, data, path(Coercion.text(run, path)), otherwise);
        };
    }

    private static boolean isWhole(@Nullable Object path) {
        return path == null || path.equals("");
    }

    private static List<String> path(String text) {
        return List.of(text.split("\\.", -1));
    }

    private static @Nullable Object found(Run run, @Nullable Object data, List<String> path, Rule otherwise) {
        run.step(path.size());
        Object found = run.find(data, path);
        return found == null ? otherwise.apply(run, data) : found;
    }

    private static Rule missing(List<Rule> arguments) {
        return (run, data) -> {
            List<@Nullable Object> names = new ArrayList<>();
            for (Rule argument : arguments) {
                names.add(argument.apply(run, data));
            }
            if (!names.isEmpty() && names.get(0) instanceof List<?> list) {
                return missing(run, data, list);
            }
            return missing(run, data, names);
        };
    }

    private static List<@Nullable Object> missing(Run run, @Nullable Object data, List<?> names) {
        List<@Nullable Object> missing = new ArrayList<>();
        for (Object name : names) {
            String path = Coercion.text(run, name);
            run.step(path.length());
            Object found = run.find(data, path(path));
            if (found == null || found.equals("")) {
                missing.add(name);
            }
        }
        return missing;
    }

    private static Rule missingSome(List<Rule> arguments) {
        return (run, data) -> {
            double needed = Coercion.number(run, arguments.get(0).apply(run, data));
            if (!(arguments.get(1).apply(run, data) instanceof List<?> names)) {
                return null;
            }
            List<@Nullable Object> missing = missing(run, data, names);
            return names.size() - missing.size() >= needed ? List.of() : missing;
        };
    }

    private static Rule choice(List<Rule> arguments) {
        return (run, data) -> {
            run.step();
            int last = arguments.size() - 1;
            for (int i = 0; i < last; i += 2) {
                if (Coercion.isTrue(arguments.get(i).apply(run, data))) {
                    return arguments.get(i + 1).apply(run, data);
                }
            }
            return arguments.size() % 2 == 1 ? arguments.get(last).apply(run, data) : null;
        };
    }

    private static Rule equality(List<Rule> arguments, boolean strict, boolean wanted) {
        return (run, data) -> {
            run.step();
            Object one = arguments.get(0).apply(run, data);
            Object other = arguments.get(1).apply(run, data);
            return wanted == (strict ? Coercion.isSame(run, one, other) : Coercion.isEqual(run, one, other));
        };
    }

    private static Rule truth(List<Rule> arguments, boolean wanted) {
        return (run, data) -> {
            run.step();
            return wanted == Coercion.isTrue(valueAt(arguments, 0, run, data));
        };
    }

    private static Rule firstThatIs(List<Rule> arguments, boolean wanted) {
        return (run, data) -> {
            run.step();
            Object value = null;
            for (Rule argument : arguments) {
                value = argument.apply(run, data);
                if (Coercion.isTrue(value) == wanted) {
                    return value;
                }
            }
            return value;
        };
    }

    private static Rule order(List<Rule> arguments, IntPredicate holds) {
        return (run, data) -> {
            run.step();
            Object before = arguments.get(0).apply(run, data);
            for (int i = 1; i < arguments.size(); i++) {
                Object next = arguments.get(i).apply(run, data);
                Integer compared = Coercion.compare(run, before, next);
                if (compared == null || !holds.test(compared)) {
                    return false;
                }
                before = next;
            }
            return true;
        };
    }

    private static Rule folded(
            List<Rule> arguments, ToDoubleBiFunction<Run, @Nullable Object> read, DoubleBinaryOperator fold) {
        return (run, data) -> {
            run.step();
            double result = read.applyAsDouble(run, arguments.get(0).apply(run, data));
            for (int i = 1; i < arguments.size(); i++) {
                result = fold.applyAsDouble(
                        result, read.applyAsDouble(run, arguments.get(i).apply(run, data)));
            }
            return finite(result);
        };
    }

    private static Rule difference(List<Rule> arguments) {
        return arguments.size() == 1
                ? (run, data) -> finite(-Coercion.number(run, arguments.get(0).apply(run, data)))
                : folded(arguments, Coercion::number, (a, b) -> a - b);
    }

    private static List<?> list(List<Rule> arguments, Run run, @Nullable Object data) {
        run.step();
        return valueAt(arguments, 0, run, data) instanceof List<?> list ? list : List.of();
    }

    private static Rule map(List<Rule> arguments) {
        return (run, data) -> {
            List<@Nullable Object> mapped = new ArrayList<>();
            for (Object item : list(arguments, run, data)) {
                run.step();
                mapped.add(arguments.get(1).apply(run, item));
            }
            return mapped;
        };
    }

    private static Rule filter(List<Rule> arguments) {
        return (run, data) -> {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object item : list(arguments, run, data)) {
                run.step();
                if (Coercion.isTrue(arguments.get(1).apply(run, item))) {
                    kept.add(item);
                }
            }
            return kept;
        };
    }

    private static Rule reduce(List<Rule> arguments) {
        return (run, data) -> {
            Object accumulator = valueAt(arguments, 2, run, data);
            for (Object item : list(arguments, run, data)) {
                run.step();
                Map<String, @Nullable Object> both = new LinkedHashMap<>();
                both.put("current", item);
                both.put("accumulator", accumulator);
                accumulator = arguments.get(1).apply(run, both);
            }
            return accumulator;
        };
    }

    private static Rule all(List<Rule> arguments) {
        return (run, data) -> {
            List<?> items = list(arguments, run, data);
            for (Object item : items) {
                run.step();
                if (!Coercion.isTrue(arguments.get(1).apply(run, item))) {
                    return false;
                }
            }
            return !items.isEmpty();
        };
    }

    private static Rule some(List<Rule> arguments, boolean wanted) {
        return (run, data) -> {
            for (Object item : list(arguments, run, data)) {
                run.step();
                if (Coercion.isTrue(arguments.get(1).apply(run, item))) {
                    return wanted;
                }
            }
            return !wanted;
        };
    }

    private static Rule merge(List<Rule> arguments) {
        return (run, data) -> {
            List<@Nullable Object> merged = new ArrayList<>();
            for (Rule argument : arguments) {
                Object value = argument.apply(run, data);
                List<?> items = value instanceof List<?> list ? list : Collections.singletonList(value);
                run.step(items.size());
                merged.addAll(items);
            }
            return merged;
        };
    }

    private static Rule in(List<Rule> arguments) {
        return (run, data) -> {
            Object sought = arguments.get(0).apply(run, data);
            Object within = arguments.get(1).apply(run, data);
            if (within instanceof String text) {
                String part = Coercion.text(run, sought);
                run.step(text.length() + (long) text.length() * part.length() / Run.PER_STEP);
                return text.contains(part);
            }
            if (within instanceof List<?> list) {
                for (Object item : list) {
                    run.step();
                    if (Coercion.isSame(run, sought, item)) {
                        return true;
                    }
                }
            }
            return false;
        };
    }

    private static Rule cat(List<Rule> arguments) {
        return (run, data) -> {
            StringBuilder text = new StringBuilder();
            for (Rule argument : arguments) {
                Object value = argument.apply(run, data);
                String part = value == null ? "" : Coercion.text(run, value);
                run.step(part.length());
                text.append(part);
            }
            return text.toString();
        };
    }

    private static Rule substr(List<Rule> arguments) {
        return (run, data) -> {
            String text = Coercion.text(run, arguments.get(0).apply(run, data));
            run.step(text.length());
            int start = whole(run, arguments.get(1).apply(run, data));
            int from = start < 0 ? Math.max(0, text.length() + start) : Math.min(start, text.length());
            if (arguments.size() < 3) {
                return text.substring(from);
            }
            int length = whole(run, arguments.get(2).apply(run, data));
            long end = length < 0 ? (long) text.length() + length : (long) from + length;
            return text.substring(from, Math.clamp(end, from, text.length()));
        };
    }

    private static int whole(Run run, @Nullable Object value) {
        return (int) Coercion.number(run, value);
    }

    private static Rule semVer(List<Rule> arguments) {
        return (run, data) -> {
            Optional<SemanticVersion> version = version(run, arguments.get(0).apply(run, data));
            Object operator = arguments.get(1).apply(run, data);
            Optional<SemanticVersion> other = version(run, arguments.get(2).apply(run, data));
            run.step();
            boolean known = operator instanceof String && SemanticVersion.OPERATORS.contains(operator);
            return known && version.isPresent() && other.isPresent()
                    ? (Object) version.get().is(String.valueOf(operator), other.get())
                    : null;
        };
    }

    /** A number counts as its text, as in flagd. */
    static Optional<SemanticVersion> version(Run run, @Nullable Object value) {
        return value instanceof String || value instanceof Number
                ? SemanticVersion.parse(Coercion.text(run, value))
                : Optional.empty();
    }

    private static Rule affix(List<Rule> arguments, boolean atStart) {
        return (run, data) -> {
            Object text = arguments.get(0).apply(run, data);
            Object sought = arguments.get(1).apply(run, data);
            if (text instanceof String whole && sought instanceof String part) {
                run.step(part.length());
                return atStart ? whole.startsWith(part) : whole.endsWith(part);
            }
            return null;
        };
    }
}
