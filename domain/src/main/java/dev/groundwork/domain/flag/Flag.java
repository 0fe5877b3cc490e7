package dev.groundwork.domain.flag;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.Text;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A feature flag as it is written.
 *
 * @param rules {@code {}} where it is plainly on or off, else flagd's definition
 */
public record Flag(FlagName name, boolean enabled, @Nullable String description, JsonObject rules, Revision revision) {
    /** The most characters of rules as JSON text. */
    public static final int MAX_LENGTH = 200_000;

    private static final int MAX_DESCRIPTION = 1_000;

    public Flag {
        Objects.requireNonNull(name);
        Objects.requireNonNull(rules);
        Objects.requireNonNull(revision);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is too long or holds control characters */
    public static String parseDescription(String text) {
        return Text.paragraphs(text, MAX_DESCRIPTION);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where they are too long */
    static JsonObject requireRules(JsonObject rules) {
        if (rules.textLength() > MAX_LENGTH) {
            throw Refused.invalid("must take at most " + MAX_LENGTH + " characters as JSON");
        }
        return rules;
    }

    /**
     * Ready to be evaluated.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} with every fault that can be seen, its pointer below
     *     {@code /rules}
     */
    public CompiledFlag compiled(Evaluators evaluators) {
        return CompiledFlag.of(name, enabled, rules, evaluators);
    }
}
