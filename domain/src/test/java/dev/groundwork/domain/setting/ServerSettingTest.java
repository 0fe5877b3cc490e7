package dev.groundwork.domain.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerSettingTest {
    private static <T> T read(ServerSetting<T> setting, @Nullable Object value) {
        return setting.read(JsonValue.copyOf(value));
    }

    private static void refuses(ServerSetting<?> setting, @Nullable Object... values) {
        for (Object value : values) {
            assertThatThrownBy(() -> read(setting, value))
                    .as("%s = %s", setting.key(), value)
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void takesItsOwnDefault() {
        for (ServerSetting<?> setting : ServerSetting.all()) {
            assertThat((Object) setting.read(setting.initialValue()))
                    .as(setting.key().value())
                    .isEqualTo(setting.initial());
            assertThat(ServerSetting.find(setting.key()).orElseThrow()).isSameAs(setting);
            assertThat(setting.meaning()).endsWith(".");
        }
        assertThat(ServerSetting.all()).extracting(ServerSetting::key).isSorted();
        assertThat(ServerSetting.find(new SettingKey("auth.Registration"))).isEmpty();
    }

    @Test
    void takesWhatLiesWithinItsBoundsAndNothingElse() {
        assertThat(read(ServerSetting.PASSWORD_MIN_LENGTH, 8)).isEqualTo(8);
        assertThat(read(ServerSetting.PASSWORD_MIN_LENGTH, new BigDecimal("128.0")))
                .isEqualTo(128);
        refuses(
                ServerSetting.PASSWORD_MIN_LENGTH,
                7,
                129,
                -1,
                new BigDecimal("8.5"),
                new BigDecimal("1e300"),
                "15",
                true,
                null,
                List.of(15));
        assertThat(read(ServerSetting.REGISTRATION, "closed")).isEqualTo(RegistrationMode.CLOSED);
        refuses(ServerSetting.REGISTRATION, "CLOSED", "", 1, null);
        assertThat(read(ServerSetting.REQUIRE_VERIFIED_EMAIL, false)).isFalse();
        refuses(ServerSetting.REQUIRE_VERIFIED_EMAIL, "false", 0, null);
        assertThat(read(ServerSetting.AUDIT_RETENTION_DAYS, 0)).isZero();
        assertThat(read(ServerSetting.AUDIT_RETENTION_DAYS, 90)).isEqualTo(90);
        refuses(ServerSetting.AUDIT_RETENTION_DAYS, 1, 89, 36_501, -90);
        assertThat(read(ServerSetting.APP_NAME, " Acme ")).isEqualTo("Acme");
        refuses(ServerSetting.APP_NAME, "", "  ", "a\nb", "x".repeat(101), 1);
        refuses(ServerSetting.FLAG_EVALUATORS, List.of(), "{}", 1);
    }

    @Test
    void countsAsItsDefaultWhereWhatIsStoredCanNotBeRead() {
        ServerValues values = ServerValues.of(Map.of(
                ServerSetting.PASSWORD_MIN_LENGTH.key(),
                JsonValue.copyOf(3),
                ServerSetting.COOKIE_HOURS.key(),
                JsonValue.copyOf(2),
                new SettingKey("of.somebody.else"),
                JsonValue.copyOf("x")));

        assertThat(values.get(ServerSetting.PASSWORD_MIN_LENGTH)).isEqualTo(15);
        assertThat(values.passwords().minLength()).isEqualTo(15);
        assertThat(values.lifetimes().cookie()).isEqualTo(Duration.ofHours(2));
        assertThat(values.lifetimes().accessToken()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void setsAnyValueOfAKeyThatIsNotTheServers() {
        SettingKey key = new SettingKey("theme");
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("value", null);

        assertThat(NewSetting.parse(key, Input.of(nothing)).value()).isEqualTo(JsonValue.copyOf(null));
        assertThat(NewSetting.parse(key, Input.of(Map.of("value", List.of(1, "a"))))
                        .isPublic())
                .isFalse();
        assertThat(NewSetting.parse(ServerSetting.APP_NAME.key(), Input.of(Map.of("value", "Acme")))
                        .isPublic())
                .isTrue();
        Map<String, @Nullable Object> wrong = new LinkedHashMap<>();
        wrong.put("description", 1);
        wrong.put("isPublic", "yes");
        assertThatThrownBy(() -> NewSetting.parse(key, Input.of(wrong)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(((Refusal.Invalid) refused.refusal()).violations())
                                .extracting(violation -> violation.pointer() + ": " + violation.detail())
                                .containsExactlyInAnyOrder(
                                        "/value: is missing",
                                        "/description: must be text",
                                        "/isPublic: must be true or false"));
        assertThatThrownBy(() -> NewSetting.parse(key, Input.of(Map.of("value", "x".repeat(200_000)))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void isKnownByAKeyOfLettersDigitsAndThreeSigns() {
        assertThat(SettingKey.parse("A-z_0.9").value()).isEqualTo("A-z_0.9");
        for (String wrong : List.of("", "a b", "ä", "a/b", "a".repeat(101), "a\n")) {
            assertThatThrownBy(() -> SettingKey.parse(wrong)).as(wrong).isInstanceOf(Refused.class);
        }
    }
}
