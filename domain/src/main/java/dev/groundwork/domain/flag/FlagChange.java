package dev.groundwork.domain.flag;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partial change of a flag.
 *
 * @param rules a merge patch of them (RFC 7396); null makes the flag a plain one
 */
public record FlagChange(
        Change<FlagName> name,
        Change<Boolean> enabled,
        Change<@Nullable String> description,
        Change<@Nullable JsonObject> rules) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = NewFlag.MEMBERS;

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static FlagChange parse(Input input) {
        var name = input.change("name", Input.text(FlagName::parse));
        var enabled = input.change("enabled", Input.bool());
        var description = input.nullableChange("description", Input.text(Flag::parseDescription));
        var rules = input.nullableChange("rules", Input.object());
        input.refuseIfInvalid();
        return new FlagChange(name.get(), enabled.get(), description.get(), rules.get());
    }

    /**
     * What the flag shall be after it.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} at {@code /rules} where they became too
     *     long
     */
    public NewFlag appliedTo(Flag flag) {
        return new NewFlag(
                name.orElse(flag.name()),
                enabled.orElse(flag.enabled()),
                description.orElse(flag.description()),
                patched(flag.rules()));
    }

    private JsonObject patched(JsonObject before) {
        return switch (rules) {
            case Change.None<@Nullable JsonObject> none -> before;
            case Change.To<@Nullable JsonObject> to -> {
                JsonObject patch = to.value();
                yield patch == null ? JsonObject.EMPTY : merged(before, patch);
            }
        };
    }

    private static JsonObject merged(JsonObject rules, JsonObject patch) {
        var merged = Input.of(Map.of("rules", rules.mergedWith(patch).members()));
        var read =
                merged.required("rules", raw -> Flag.requireRules(Input.object().read(raw)));
        merged.refuseIfInvalid();
        return read.get();
    }
}
