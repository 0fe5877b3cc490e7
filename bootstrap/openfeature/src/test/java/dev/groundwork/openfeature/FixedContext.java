package dev.groundwork.openfeature;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Value;
import java.util.Map;
import java.util.Set;

/** A context that hands out what it was given; OpenFeature's own copy it, which not everything bears. */
record FixedContext(Map<String, Value> values) implements EvaluationContext {
    @Override
    public String getTargetingKey() {
        return "";
    }

    @Override
    public EvaluationContext merge(EvaluationContext other) {
        return this;
    }

    @Override
    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public Set<String> keySet() {
        return values.keySet();
    }

    @Override
    public Value getValue(String key) {
        return values.getOrDefault(key, new Value());
    }

    @Override
    public Map<String, Value> asMap() {
        return values;
    }

    @Override
    public Map<String, Value> asUnmodifiableMap() {
        return values;
    }

    @Override
    public Map<String, Object> asObjectMap() {
        throw new UnsupportedOperationException("nobody asks for it");
    }
}
