package dev.groundwork.openfeature;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.flag.Flags;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.flag.Evaluation;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * OpenFeature's way to the flags of a {@link Groundwork} in the same process. It asks nobody: answers are those of this node's copy of
 * all flags, and the same as over OpenFeature's remote protocol. When the copy becomes another, it tells so
 * ({@code PROVIDER_CONFIGURATION_CHANGED}). Changes that others make come once the host {@linkplain Groundwork#follow() follows} them.
 *
 * <p>A context may hold what JSON holds, as deep as {@value JsonObject#MAX_DEPTH} levels, and moments, which rules see as text in UTC
 * such as {@code 2027-01-31T12:00:00Z}. What it can't be is {@code INVALID_CONTEXT}. Safe for use by several threads.
 */
public final class GroundworkProvider extends EventProvider {
    private static final String NAME = "groundwork";

    private final Flags flags;
    private final Runnable changed = this::tellOfChange;

    public GroundworkProvider(Groundwork groundwork) {
        this.flags = groundwork.flags();
    }

    @Override
    public Metadata getMetadata() {
        return () -> NAME;
    }

    /**
     * Reads the flags, where nobody has yet.
     *
     * @throws Refused unavailable where they can't be read
     */
    @Override
    public void initialize(EvaluationContext context) {
        flags.current();
        flags.watch(changed);
    }

    @Override
    public void shutdown() {
        flags.unwatch(changed);
        super.shutdown();
    }

    private void tellOfChange() {
        emitProviderConfigurationChanged(ProviderEventDetails.builder()
                .message("flags are in the state " + flags.current().tag())
                .build());
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(
            String key, Boolean byDefault, @Nullable EvaluationContext context) {
        return evaluate(key, byDefault, context, Values::bool);
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(
            String key, String byDefault, @Nullable EvaluationContext context) {
        return evaluate(key, byDefault, context, Values::text);
    }

    /** Whole numbers that an {@code int} can hold; any other number is {@code TYPE_MISMATCH}. */
    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(
            String key, Integer byDefault, @Nullable EvaluationContext context) {
        return evaluate(key, byDefault, context, Values::integer);
    }

    /** Whole numbers that a {@code long} can hold; any other number is {@code TYPE_MISMATCH}. */
    @Override
    public ProviderEvaluation<Long> getLongEvaluation(String key, Long byDefault, @Nullable EvaluationContext context) {
        return evaluate(key, byDefault, context, Values::wide);
    }

    /** Any number, as near as a {@code double} comes. */
    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(
            String key, Double byDefault, @Nullable EvaluationContext context) {
        return evaluate(key, byDefault, context, Values::floating);
    }

    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(
            String key, Value byDefault, @Nullable EvaluationContext context) {
        return evaluate(key, byDefault, context, Values::object);
    }

    /** @param read empty where the value is of another type */
    private <T> ProviderEvaluation<T> evaluate(
            String key, T byDefault, @Nullable EvaluationContext context, Function<Object, Optional<T>> read) {
        JsonObject members;
        try {
            members = Contexts.read(context);
        } catch (Refused unfit) {
            return failed(byDefault, ErrorCode.INVALID_CONTEXT, "The context can't be: " + unfit.getMessage());
        }
        try {
            return flags.evaluate(key, members)
                    .map(evaluation -> answer(evaluation, byDefault, read))
                    .orElseGet(() -> failed(byDefault, ErrorCode.FLAG_NOT_FOUND, "There is no flag of this name."));
        } catch (Refused unavailable) {
            return failed(byDefault, ErrorCode.GENERAL, "Flags can't be read at the moment.");
        }
    }

    private static <T> ProviderEvaluation<T> answer(
            Evaluation evaluation, T byDefault, Function<Object, Optional<T>> read) {
        ProviderEvaluation<T> answer = switch (evaluation) {
            case Evaluation.Failed failed -> failed(byDefault, ErrorCode.GENERAL, failed.detail());
            case Evaluation.Unresolved unresolved ->
                ProviderEvaluation.<T>builder()
                        .value(byDefault)
                        .reason(unresolved.reason().name())
                        .build();
            case Evaluation.Resolved resolved ->
                read.apply(resolved.value())
                        .map(value -> resolved(resolved, value))
                        .orElseGet(() ->
                                failed(byDefault, ErrorCode.TYPE_MISMATCH, "The flag's value is of another type."));
        };
        answer.setFlagMetadata(Values.metadata(evaluation.metadata()));
        return answer;
    }

    private static <T> ProviderEvaluation<T> resolved(Evaluation.Resolved resolved, T value) {
        ProviderEvaluation<T> answer = ProviderEvaluation.<T>builder()
                .value(value)
                .reason(resolved.reason().name())
                .build();
        if (resolved.variant() != null) {
            answer.setVariant(resolved.variant());
        }
        return answer;
    }

    private static <T> ProviderEvaluation<T> failed(T byDefault, ErrorCode code, String detail) {
        return ProviderEvaluation.<T>builder()
                .value(byDefault)
                .reason(Reason.ERROR.name())
                .errorCode(code)
                .errorMessage(detail)
                .build();
    }
}
