package dev.groundwork.domain.setting;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a setting is set to. */
public record NewSetting(
        SettingKey key, JsonValue value, @Nullable String description, boolean isPublic) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("value", "description", "isPublic");

    /** The most characters of a value as JSON text. */
    public static final int MAX_LENGTH = 200_000;

    public NewSetting {
        Objects.requireNonNull(key);
        Objects.requireNonNull(value);
    }

    /**
     * What isn't said is as the server declares the setting, or no description and not public.
     *
     * @throws Refused {@link Refusal.Invalid} with every violation
     */
    public static NewSetting parse(SettingKey key, Input input) {
        Optional<ServerSetting<?>> ofServer = ServerSetting.find(key);
        var value = input.requiredOrNull("value", raw -> read(ofServer, raw));
        var description = input.optional("description", Input.text(Setting::parseDescription));
        var isPublic = input.optional(
                "isPublic", Input.bool(), ofServer.map(ServerSetting::isPublic).orElse(false));
        input.refuseIfInvalid();
        return new NewSetting(key, value.get(), description.get(), isPublic.get());
    }

    private static JsonValue read(Optional<ServerSetting<?>> ofServer, @Nullable Object raw) {
        JsonValue value = JsonValue.copyOf(raw);
        if (value.textLength() > MAX_LENGTH) {
            throw Refused.invalid("must take at most " + MAX_LENGTH + " characters as JSON");
        }
        ofServer.ifPresent(setting -> setting.read(value));
        return value;
    }
}
