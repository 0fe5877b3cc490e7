package dev.groundwork.domain.flag;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.flag.RuleCompiler.Compiled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules by name that the targeting of several flags may refer to by {@code {"$ref": name}}; compiled once. Immutable. */
public final class Evaluators {
    /** No rules. */
    public static final Evaluators NONE = new Evaluators(JsonObject.EMPTY, Map.of());

    /** How many rules may refer to one another in a row. */
    private static final int MAX_CHAIN = 50;

    private final JsonObject written;
    private final Map<String, Compiled> compiled;

    private Evaluators(JsonObject written, Map<String, Compiled> compiled) {
        this.written = written;
        this.compiled = Map.copyOf(compiled);
    }

    /**
     * @param rules by name
     * @throws Refused {@link Refusal.Invalid} with every fault, its pointer within {@code rules}
     */
    public static Evaluators of(JsonObject rules) {
        List<Violation> violations = new ArrayList<>();
        Compilation compilation = new Compilation(rules, violations);
        rules.members().keySet().forEach(compilation::find);
        Faults.refuse(violations);
        return new Evaluators(rules, compilation.done);
    }

    /** As {@link #of}, without the rules that are wrong and those that refer to them. For what is stored, by whichever release. */
    public static Evaluators ofStored(JsonObject rules) {
        Map<String, @Nullable Object> sound = new LinkedHashMap<>(rules.members());
        while (true) {
            try {
                return of(JsonObject.copyOf(sound));
            } catch (Refused refused) {
                if (!(refused.refusal() instanceof Refusal.Invalid invalid)) {
                    return NONE;
                }
                // Each round takes one away at the least, so that this ends.
                Set<String> wrong = invalid.violations().stream()
                        .map(violation -> violation.pointer().split("/", 3)[1])
                        .collect(Collectors.toSet());
                if (!sound.keySet().removeIf(name -> wrong.contains(Violation.escaped(name)))) {
                    return NONE;
                }
            }
        }
    }

    Optional<Compiled> find(String name) {
        return Optional.ofNullable(compiled.get(name));
    }

    /** The rules as they were written. */
    JsonObject written() {
        return written;
    }

    /** Each rule is compiled when it is first referred to, so that their order does not matter. */
    private static final class Compilation {
        private final JsonObject rules;
        private final List<Violation> violations;
        private final Map<String, Compiled> done = new HashMap<>();
        private final Set<String> underWay = new TreeSet<>();

        private Compilation(JsonObject rules, List<Violation> violations) {
            this.rules = rules;
            this.violations = violations;
        }

        private Optional<Compiled> find(String name) {
            Compiled known = done.get(name);
            if (known != null || !rules.members().containsKey(name)) {
                return Optional.ofNullable(known);
            }
            String place = new Violation("", "").within(name).pointer();
            if (underWay.contains(name) || underWay.size() >= MAX_CHAIN) {
                violations.add(new Violation(
                        place,
                        underWay.contains(name)
                                ? "must not refer to itself, directly or through others"
                                : "must not refer through more than " + MAX_CHAIN + " others"));
                return Optional.of(new Compiled(new RuleCompiler.Literal(null), 0));
            }
            underWay.add(name);
            Compiled compiled = new RuleCompiler(this::find, violations)
                    .compile(rules.members().get(name), place);
            underWay.remove(name);
            done.put(name, compiled);
            return Optional.of(compiled);
        }
    }
}
