package dev.groundwork.domain.setting;

import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.Text;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it is.
 *
 * @param isPublic whether anybody may read it, signed in or not
 * @param revision null where nobody set it, so that the server's default counts
 */
public record Setting(
        SettingKey key,
        JsonValue value,
        @Nullable String description,
        boolean isPublic,
        @Nullable Revision revision) {
    /** The version of a setting that nobody set. */
    public static final long UNSET = 0;

    private static final int MAX_DESCRIPTION = 1_000;

    public Setting {
        Objects.requireNonNull(key);
        Objects.requireNonNull(value);
    }

    /** What counts where nobody set anything. */
    public static Setting initial(ServerSetting<?> setting) {
        return new Setting(setting.key(), setting.initialValue(), setting.meaning(), setting.isPublic(), null);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is too long or holds control characters */
    public static String parseDescription(String text) {
        return Text.paragraphs(text, MAX_DESCRIPTION);
    }

    /** Raised by every change; {@link #UNSET} where nobody set it. */
    public long version() {
        return revision == null ? UNSET : revision.version();
    }
}
