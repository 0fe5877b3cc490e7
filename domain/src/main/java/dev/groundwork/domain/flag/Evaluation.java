package dev.groundwork.domain.flag;

import dev.groundwork.domain.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a flag is for one context. */
public sealed interface Evaluation {
    /** The flag's own metadata, as it was written. */
    JsonObject metadata();

    /** Why a flag is what it is, in OpenFeature's words. */
    enum Reason {
        /** It has no rules that look at the context. */
        STATIC,
        /** Its rules chose the variant. */
        TARGETING_MATCH,
        /** Its rules chose nothing, or it has neither rules nor a default variant. */
        DEFAULT,
        /** It is switched off. */
        DISABLED
    }

    /**
     * A value.
     *
     * @param value a JSON value, never null
     * @param variant null where a plain flag is switched off
     */
    record Resolved(Object value, @Nullable String variant, Reason reason, JsonObject metadata) implements Evaluation {
        public Resolved {
            Objects.requireNonNull(value);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(metadata);
        }
    }

    /** No value: whoever asks goes by their own default. */
    record Unresolved(Reason reason, JsonObject metadata) implements Evaluation {
        public Unresolved {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(metadata);
        }
    }

    /**
     * The rules went wrong: they named no variant, or took too long. OpenFeature's {@code GENERAL}.
     *
     * @param detail a sentence
     */
    record Failed(String detail, JsonObject metadata) implements Evaluation {
        public Failed {
            Objects.requireNonNull(detail);
            Objects.requireNonNull(metadata);
        }
    }
}
