package dev.groundwork.domain.flag;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rules and flags, written as JSON. */
final class Rules {
    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Rules() {}

    static @Nullable Object json(String text) {
        return JsonValue.copyOf(JSON.readValue(text, Object.class)).value();
    }

    static JsonObject object(String text) {
        return JsonObject.copyOf((Map<?, ?>) JSON.readValue(text, Map.class));
    }

    /** What a rule yields for a context; every fault in it fails the test. */
    static @Nullable Object yields(@Nullable Object rule, @Nullable Object data) {
        List<Violation> violations = new ArrayList<>();
        Rule compiled = new RuleCompiler(name -> Optional.empty(), violations)
                .compile(rule, "")
                .rule();
        if (!violations.isEmpty()) {
            throw new AssertionError("refused: " + violations);
        }
        Map<String, @Nullable Object> context =
                data instanceof Map<?, ?> map ? JsonObject.copyOf(map).members() : Map.of();
        return compiled.apply(
                new Run(context, "flag", NOW.getEpochSecond()), data instanceof Map<?, ?> ? context : data);
    }

    static @Nullable Object yields(String rule, String data) {
        return yields(json(rule), json(data));
    }

    /** What the flag {@code flag} with these rules is for a context. */
    static Evaluation evaluate(String rules, String context) {
        return CompiledFlag.of(new FlagName("flag"), true, object(rules), Evaluators.NONE)
                .evaluate(object(context), NOW);
    }

    /** A flag with the variants {@code a}, {@code b} and {@code c}, and this targeting. */
    static Evaluation target(String targeting, String context) {
        return evaluate(
                "{\"variants\": {\"a\": 1, \"b\": 2, \"c\": 3}, \"defaultVariant\": \"c\", \"targeting\": " + targeting
                        + "}",
                context);
    }

    /** What is wrong with rules, as {@code pointer: detail}. */
    static List<String> faults(String rules, Evaluators evaluators) {
        try {
            CompiledFlag.of(new FlagName("flag"), true, object(rules), evaluators);
            return List.of();
        } catch (Refused refused) {
            return ((Refusal.Invalid) refused.refusal())
                    .violations().stream()
                            .map(violation -> violation.pointer() + ": " + violation.detail())
                            .toList();
        }
    }

    /** What is wrong with the targeting of such a flag as {@link #target} has. */
    static List<String> faultsOf(String targeting) {
        return faults(
                "{\"variants\": {\"a\": 1, \"b\": 2, \"c\": 3}, \"targeting\": " + targeting + "}", Evaluators.NONE);
    }
}
