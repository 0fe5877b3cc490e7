package dev.groundwork.openfeature;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refused;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenFeature's contexts, as rules look at them. */
final class Contexts {
    private Contexts() {}

    /** @throws Refused invalid where JSON can't say it, or it is too deep, or its {@code targetingKey} is no text */
    static JsonObject read(@Nullable EvaluationContext context) {
        if (context == null) {
            return JsonObject.EMPTY;
        }
        JsonObject members = JsonObject.copyOf(members(context, 1));
        Object key = members.members().get(EvaluationContext.TARGETING_KEY);
        if (key != null && !(key instanceof String)) {
            throw Refused.invalid("targetingKey must be text");
        }
        return members;
    }

    private static Map<String, @Nullable Object> members(Structure structure, int depth) {
        if (depth > JsonObject.MAX_DEPTH) {
            throw Refused.invalid("must not nest deeper than " + JsonObject.MAX_DEPTH + " levels");
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        structure.asMap().forEach((name, value) -> members.put(name, plain(value, depth)));
        return members;
    }

    private static @Nullable Object plain(@Nullable Value value, int depth) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isStructure()) {
            return members(value.asStructure(), depth + 1);
        }
        if (value.isList()) {
            return items(value.asList(), depth + 1);
        }
        if (value.isInstant()) {
            return value.asInstant().toString();
        }
        if (value.asObject() instanceof Double number && !Double.isFinite(number)) {
            throw Refused.invalid("must not hold " + number);
        }
        return value.asObject();
    }

    private static List<@Nullable Object> items(List<Value> values, int depth) {
        if (depth > JsonObject.MAX_DEPTH) {
            throw Refused.invalid("must not nest deeper than " + JsonObject.MAX_DEPTH + " levels");
        }
        List<@Nullable Object> items = new ArrayList<>();
        values.forEach(value -> items.add(plain(value, depth)));
        return items;
    }
}
