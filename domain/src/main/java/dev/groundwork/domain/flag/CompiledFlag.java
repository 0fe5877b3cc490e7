package dev.groundwork.domain.flag;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.flag.Evaluation.Reason;
import dev.groundwork.domain.flag.RuleCompiler.Compiled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A flag that is ready to be evaluated: flagd's definition, or a plain one that is on or off. Immutable, and safe for use by several
 * threads. The grammar is flagd's (flagd.dev/reference/flag-definitions).
 */
public final class CompiledFlag {
    private static final Set<String> MEMBERS = Set.of("variants", "defaultVariant", "targeting", "metadata");

    private final FlagName name;
    private final boolean enabled;
    private final Map<String, Object> variants;
    private final @Nullable String defaultVariant;
    private final @Nullable Rule targeting;
    private final JsonObject metadata;
    private final boolean broken;

    private CompiledFlag(
            FlagName name,
            boolean enabled,
            Map<String, Object> variants,
            @Nullable String defaultVariant,
            @Nullable Rule targeting,
            JsonObject metadata,
            boolean broken) {
        this.name = name;
        this.enabled = enabled;
        this.variants = Map.copyOf(variants);
        this.defaultVariant = defaultVariant;
        this.targeting = targeting;
        this.metadata = metadata;
        this.broken = broken;
    }

    /**
     * @throws Refused {@link Refusal.Invalid} with every fault that can be seen, its pointer below {@code /rules}
     */
    public static CompiledFlag of(FlagName name, boolean enabled, JsonObject rules, Evaluators evaluators) {
        try {
            return of(name, enabled, rules, evaluators, evaluators::find);
        } catch (Refused refused) {
            throw Faults.within(refused, "rules");
        }
    }

    /**
     * Looks at rules before it is known what they may refer to.
     *
     * @throws Refused as {@link #of}, but for what a {@code $ref} refers to, and with pointers within {@code rules}
     */
    static void checkAlone(FlagName name, JsonObject rules) {
        Compiled anything = new Compiled(new RuleCompiler.Literal(null), 1);
        of(name, true, rules, Evaluators.NONE, reference -> Optional.of(anything));
    }

    private static CompiledFlag of(
            FlagName name,
            boolean enabled,
            JsonObject rules,
            Evaluators evaluators,
            Function<String, Optional<Compiled>> shared) {
        List<Violation> violations = new ArrayList<>();
        Map<String, ?> members = rules.members();
        if (members.isEmpty()) {
            return new CompiledFlag(name, enabled, Map.of(), null, null, JsonObject.EMPTY, false);
        }
        members.keySet().stream()
                .filter(member -> !MEMBERS.contains(member))
                .forEach(member -> violations.add(new Violation(
                                "", "is not known here; there are variants, defaultVariant, targeting and metadata")
                        .within(Faults.shown(member))));
        Map<String, Object> variants = variants(members.get("variants"), violations);
        String defaultVariant = defaultVariant(members.get("defaultVariant"), variants, violations);
        JsonObject metadata = metadata(members.get("metadata"), violations);
        Rule targeting = null;
        Object written = members.get("targeting");
        if (written != null && !(written instanceof Map<?, ?>)) {
            violations.add(new Violation("/targeting", "must be an object"));
        } else if (written instanceof Map<?, ?> rule && !rule.isEmpty()) {
            targeting = new RuleCompiler(shared, violations)
                    .compile(rule, "/targeting")
                    .rule();
            new Answers(variants.keySet(), evaluators, violations).check(rule, "/targeting");
        }
        Faults.refuse(violations);
        return new CompiledFlag(name, enabled, variants, defaultVariant, targeting, metadata, false);
    }

    /** As {@link #of}, for what is stored, which was looked at when it was written; what is broken all the same fails when evaluated. */
    static CompiledFlag ofStored(FlagName name, boolean enabled, JsonObject rules, Evaluators evaluators) {
        try {
            return of(name, enabled, rules, evaluators);
        } catch (Refused refused) {
            return new CompiledFlag(name, enabled, Map.of(), null, null, JsonObject.EMPTY, true);
        }
    }

    private static Map<String, Object> variants(@Nullable Object written, List<Violation> violations) {
        String place = "/variants";
        if (!(written instanceof Map<?, ?> map) || map.isEmpty()) {
            violations.add(new Violation(
                    place, written == null ? "is missing" : "must be an object of values by the variant's name"));
            return Map.of();
        }
        Map<String, Object> variants = new TreeMap<>();
        Set<String> kinds = new TreeSet<>();
        map.forEach((key, value) -> {
            String variant = String.valueOf(key);
            Optional<String> kind = kind(value);
            if (kind.isEmpty() || value == null) {
                violations.add(new Violation("", "must be true or false, a number, text or an object")
                        .within(Faults.shown(variant))
                        .within("variants"));
            } else {
                kinds.add(kind.get());
                variants.put(variant, value);
            }
        });
        if (kinds.size() > 1) {
            violations.add(new Violation(place, "must be of one type, not of " + String.join(" and ", kinds)));
        }
        return variants;
    }

    private static Optional<String> kind(@Nullable Object value) {
        return Optional.ofNullable(
                switch (value) {
                    case Boolean bool -> "true or false";
                    case Number number -> "number";
                    case String text -> "text";
                    case Map<?, ?> map -> "object";
                    case null, default -> null;
                });
    }

    private static @Nullable String defaultVariant(
            @Nullable Object written, Map<String, Object> variants, List<Violation> violations) {
        if (written == null) {
            return null;
        }
        if (written instanceof String name && (variants.isEmpty() || variants.containsKey(name))) {
            return name;
        }
        violations.add(new Violation(
                "/defaultVariant",
                "must be the name of a variant; there are " + Faults.shown(String.join(", ", variants.keySet()))));
        return null;
    }

    private static JsonObject metadata(@Nullable Object written, List<Violation> violations) {
        if (written == null) {
            return JsonObject.EMPTY;
        }
        if (written instanceof Map<?, ?> map
                && map.values().stream()
                        .allMatch(value ->
                                value instanceof String || value instanceof Number || value instanceof Boolean)) {
            return JsonObject.copyOf(map);
        }
        violations.add(new Violation("/metadata", "must be an object of text, numbers, true and false"));
        return JsonObject.EMPTY;
    }

    public FlagName name() {
        return name;
    }

    /**
     * What the flag is for this context; never throws.
     *
     * @param context whatever the rules look at; {@code targetingKey} says whom it is for
     * @param now what rules see as {@code $flagd.timestamp}
     */
    public Evaluation evaluate(JsonObject context, Instant now) {
        if (broken) {
            return enabled
                    ? new Evaluation.Failed("The rules of this flag can't be read any more.", metadata)
                    : new Evaluation.Unresolved(Reason.DISABLED, metadata);
        }
        if (variants.isEmpty()) {
            return new Evaluation.Resolved(
                    enabled, enabled ? "on" : "off", enabled ? Reason.STATIC : Reason.DISABLED, metadata);
        }
        if (!enabled) {
            return new Evaluation.Unresolved(Reason.DISABLED, metadata);
        }
        if (targeting == null) {
            return byDefault(Reason.STATIC);
        }
        Object answer;
        try {
            answer = targeting.apply(new Run(context.members(), name.value(), now.getEpochSecond()), context.members());
        } catch (Run.TooManySteps endless) {
            return new Evaluation.Failed(String.valueOf(endless.getMessage()), metadata);
        }
        return answered(answer);
    }

    private Evaluation answered(@Nullable Object answer) {
        if (answer == null) {
            return byDefault(Reason.DEFAULT);
        }
        String variant = answer instanceof String || answer instanceof Boolean ? answer.toString() : null;
        Object value = variant == null ? null : variants.get(variant);
        if (variant == null || value == null) {
            return new Evaluation.Failed("The rules of this flag answered what is no variant.", metadata);
        }
        return new Evaluation.Resolved(value, variant, Reason.TARGETING_MATCH, metadata);
    }

    private Evaluation byDefault(Reason reason) {
        Object value = defaultVariant == null ? null : variants.get(defaultVariant);
        return value == null
                ? new Evaluation.Unresolved(Reason.DEFAULT, metadata)
                : new Evaluation.Resolved(value, defaultVariant, reason, metadata);
    }
}
