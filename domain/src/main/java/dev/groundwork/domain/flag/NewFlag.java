package dev.groundwork.domain.flag;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a flag is made from. */
public record NewFlag(
        FlagName name, boolean enabled, @Nullable String description, JsonObject rules) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("name", "enabled", "description", "rules");

    /** What rules are checked under before the flag has a name. */
    private static final FlagName ANY = new FlagName("any");

    public NewFlag {
        Objects.requireNonNull(name);
        Objects.requireNonNull(rules);
    }

    /**
     * What is not said is off, without a description, and plain. What rules refer to is looked at where it is known.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation
     */
    public static NewFlag parse(Input input) {
        var name = input.required("name", Input.text(FlagName::parse));
        var enabled = input.optional("enabled", Input.bool(), false);
        var description = input.optional("description", Input.text(Flag::parseDescription));
        var rules = input.optional("rules", readingRules(), JsonObject.EMPTY);
        input.refuseIfInvalid();
        return new NewFlag(name.get(), enabled.get(), description.get(), rules.get());
    }

    private static Input.Reader<JsonObject> readingRules() {
        return raw -> {
            JsonObject rules = Flag.requireRules(Input.object().read(raw));
            CompiledFlag.checkAlone(ANY, rules);
            return rules;
        };
    }

    /** Ready to be evaluated, or refused as {@link Flag#compiled}. */
    public CompiledFlag compiled(Evaluators evaluators) {
        return CompiledFlag.of(name, enabled, rules, evaluators);
    }
}
