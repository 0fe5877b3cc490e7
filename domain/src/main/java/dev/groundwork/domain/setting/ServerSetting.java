package dev.groundwork.domain.setting;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Input.Reader;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Text;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A setting that the server itself reads, declared once: from here come its default, what is refused, and what is said of it.
 * Values are live: what is set counts on every node within a second.
 *
 * @param <T> what it is to the code that reads it
 */
public final class ServerSetting<T> {
    /** In minutes, days and hours as the keys say. */
    public static final ServerSetting<Integer> ACCESS_TOKEN_MINUTES =
            number("auth.access-token.minutes", 10, 1, 60, "How long an access token lasts, in minutes.");

    public static final ServerSetting<Integer> COOKIE_HOURS =
            number("auth.cookie.hours", 24, 1, 720, "How long a session by cookie lasts, in hours.");

    /** Ten failures in a row, then delays; ten times as many for one address (R21). */
    public static final ServerSetting<Integer> LOCKOUT_THRESHOLD = number(
            "auth.lockout.threshold",
            10,
            3,
            100,
            "After how many failed tries in a row an account makes whoever tries wait; ten times as many for one address.");

    public static final ServerSetting<Integer> PASSWORD_MIN_LENGTH =
            number("auth.password.min-length", 15, 8, 128, "The fewest characters of a new password.");

    public static final ServerSetting<Integer> REFRESH_DAYS = number(
            "auth.refresh.days", 7, 1, 30, "How long a refresh token lasts, in days; each refresh starts it anew.");

    public static final ServerSetting<RegistrationMode> REGISTRATION = oneOf(
            "auth.registration",
            RegistrationMode.OPEN,
            RegistrationMode.class,
            "Whether people may make accounts of their own.");

    public static final ServerSetting<Boolean> REQUIRE_VERIFIED_EMAIL = yesNo(
            "auth.require-verified-email",
            true,
            "Whether an account's address must be proven before somebody may sign in.");

    public static final ServerSetting<Integer> SESSION_MAX_DAYS = number(
            "auth.session.max-days",
            30,
            1,
            30,
            "How long a session lasts at most, however often it refreshes, in days.");

    /** Evidence is kept for 90 days at the least. */
    public static final ServerSetting<Integer> AUDIT_RETENTION_DAYS = new ServerSetting<>(
            "audit.retention-days",
            0,
            "0, or at least 90",
            "After how many days a month of the audit trail that is over is dropped; 0 keeps it for ever.",
            whole(0, 36_500, days -> days == 0 || days >= 90, "must be 0 or a whole number from 90 to 36500"),
            BigDecimal::valueOf);

    public static final ServerSetting<JsonObject> FLAG_EVALUATORS = new ServerSetting<>(
            "flags.evaluators",
            JsonObject.EMPTY,
            "an object of rules by name",
            "Rules that the targeting of several flags refers to by {\"$ref\": name}.",
            Input.object(),
            JsonObject::members);

    public static final ServerSetting<String> APP_NAME = new ServerSetting<>(
            "app.name",
            "Groundwork",
            "1 to 100 characters",
            "What mails and pages call the service.",
            Input.text(text -> Text.line(text, 100)),
            name -> name);

    public static final ServerSetting<Integer> API_PER_MINUTE = number(
            "limits.api.per-minute", 3_000, 10, 1_000_000, "How many requests one client may make within a minute.");

    public static final ServerSetting<Integer> EXPORTS_PER_HOUR =
            number("limits.exports.per-hour", 60, 1, 100_000, "How many exports one client may begin within an hour.");

    public static final ServerSetting<Integer> MAILS_PER_TEN_MINUTES = number(
            "limits.mail.per-ten-minutes",
            30,
            1,
            100_000,
            "How many requests that make a mail go out one client may make within ten minutes.");

    public static final ServerSetting<Integer> SIGN_INS_PER_MINUTE = number(
            "limits.sign-in.per-minute",
            60,
            5,
            100_000,
            "How many requests with passwords or links one client may make within a minute.");

    private static final Map<SettingKey, ServerSetting<?>> BY_KEY = new TreeMap<>();

    static {
        List.of(
                        ACCESS_TOKEN_MINUTES,
                        COOKIE_HOURS,
                        LOCKOUT_THRESHOLD,
                        PASSWORD_MIN_LENGTH,
                        REFRESH_DAYS,
                        REGISTRATION,
                        REQUIRE_VERIFIED_EMAIL,
                        SESSION_MAX_DAYS,
                        AUDIT_RETENTION_DAYS,
                        FLAG_EVALUATORS,
                        APP_NAME,
                        API_PER_MINUTE,
                        EXPORTS_PER_HOUR,
                        MAILS_PER_TEN_MINUTES,
                        SIGN_INS_PER_MINUTE)
                .forEach(setting -> BY_KEY.put(setting.key, setting));
    }

    private final SettingKey key;
    private final T initial;
    private final String bounds;
    private final String meaning;
    private final Reader<T> reader;
    private final Function<T, Object> written;

    private ServerSetting(
            String key, T initial, String bounds, String meaning, Reader<T> reader, Function<T, Object> written) {
        this.key = new SettingKey(key);
        this.initial = initial;
        this.bounds = bounds;
        this.meaning = meaning;
        this.reader = reader;
        this.written = written;
    }

    /** All of them, by key. */
    public static List<ServerSetting<?>> all() {
        return List.copyOf(BY_KEY.values());
    }

    /** The one of that key; empty where it is not the server's. */
    public static Optional<ServerSetting<?>> find(SettingKey key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    public SettingKey key() {
        return key;
    }

    /** What counts where nobody set anything. */
    public T initial() {
        return initial;
    }

    /** {@link #initial} as JSON. */
    public JsonValue initialValue() {
        return JsonValue.copyOf(written.apply(initial));
    }

    /** Which values are taken, for a person. */
    public String bounds() {
        return bounds;
    }

    /** What it does, in a sentence. */
    public String meaning() {
        return meaning;
    }

    /** Whether anybody may read it, where nobody said otherwise. */
    public boolean isPublic() {
        return this == APP_NAME;
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid}, its pointers relative to the value */
    public T read(JsonValue value) {
        Object raw = value.value();
        if (raw == null) {
            throw Refused.invalid("must not be null; delete the setting to return it to its default");
        }
        return reader.read(raw);
    }

    private static ServerSetting<Integer> number(String key, int initial, int least, int most, String meaning) {
        return new ServerSetting<>(
                key,
                initial,
                least + " to " + most,
                meaning,
                whole(least, most, any -> true, "must be a whole number from " + least + " to " + most),
                BigDecimal::valueOf);
    }

    private static Reader<Integer> whole(int least, int most, Function<Integer, Boolean> allowed, String refusal) {
        return raw -> {
            if (raw instanceof Number number) {
                BigDecimal exact = new BigDecimal(number.toString());
                boolean within = exact.compareTo(BigDecimal.valueOf(least)) >= 0
                        && exact.compareTo(BigDecimal.valueOf(most)) <= 0
                        && exact.stripTrailingZeros().scale() <= 0;
                if (within && allowed.apply(exact.intValueExact())) {
                    return exact.intValueExact();
                }
            }
            throw Refused.invalid(refusal);
        };
    }

    private static ServerSetting<Boolean> yesNo(String key, boolean initial, String meaning) {
        return new ServerSetting<>(key, initial, "true or false", meaning, Input.bool(), yes -> yes);
    }

    private static <E extends Enum<E>> ServerSetting<E> oneOf(String key, E initial, Class<E> type, String meaning) {
        String words = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants()).map(ServerSetting::word).toList());
        return new ServerSetting<>(key, initial, words, meaning, Input.oneOf(type), ServerSetting::word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
