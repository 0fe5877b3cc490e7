package dev.groundwork.application.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.setting.NewSetting;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Settings while the system runs. */
class LiveSettingsTest {
    private static final Actor OPERATOR = Actor.SystemActor.operator(Origin.internal("test"));

    private final Stage stage = new Stage();
    private final Groundwork here = stage.groundwork();

    private static NewSetting to(SettingKey key, Object value) {
        return NewSetting.parse(key, Input.of(Map.of("value", value)));
    }

    private static int minLength(Groundwork node) {
        return node.passwords().policy().minLength();
    }

    @Test
    void countAtOnceWhereTheyAreSetAndElsewhereOnceTheCopyIsOld() {
        Groundwork there = stage.anotherNode();
        assertThat(minLength(there)).isEqualTo(15);

        here.settings().put(OPERATOR, to(ServerSetting.PASSWORD_MIN_LENGTH.key(), 20), null);

        assertThat(minLength(here)).isEqualTo(20);
        assertThat(minLength(there)).isEqualTo(15);
        stage.pass(Duration.ofMillis(501));
        there.settings().list(OPERATOR, Page.Request.first());
        assertThat(minLength(there)).isEqualTo(20);

        here.settings().remove(OPERATOR, ServerSetting.PASSWORD_MIN_LENGTH.key(), null);
        there.follow();
        assertThat(minLength(here)).isEqualTo(15);
        assertThat(minLength(there)).isEqualTo(15);
    }

    @Test
    void tellHowLongTheyTookUntilTheyCountedElsewhere() {
        Groundwork there = stage.anotherNode();
        there.follow();
        here.settings().put(OPERATOR, to(ServerSetting.PASSWORD_MIN_LENGTH.key(), 20), null);
        stage.pass(Duration.ofMillis(300));

        there.follow();
        there.follow();

        assertThat(there.changeLag().changes()).isEqualTo(1);
        assertThat(Duration.ofNanos(there.changeLag().nanos())).isEqualTo(Duration.ofMillis(300));
        assertThat(here.changeLag().nanos()).isZero();
    }

    @Test
    void areListedWithTheServersOwnAmongTheOthersPageByPage() {
        for (String key : List.of("a", "auth.p", "m", "z.1", "z.2")) {
            here.settings().put(OPERATOR, to(new SettingKey(key), key), null);
        }
        here.settings().put(OPERATOR, to(ServerSetting.APP_NAME.key(), "Acme"), null);
        List<String> expected = new ArrayList<>(List.of("a", "auth.p", "m", "z.1", "z.2"));
        ServerSetting.all().forEach(setting -> expected.add(setting.key().value()));
        expected.sort(null);

        for (int limit : List.of(1, 2, 3, 7, 50)) {
            List<String> walked = new ArrayList<>();
            @Nullable String after = null;
            do {
                Page<Setting> page = here.settings().list(OPERATOR, new Page.Request(limit, after));
                assertThat(page.items()).hasSizeBetween(1, limit);
                page.items().forEach(setting -> walked.add(setting.key().value()));
                after = page.next();
            } while (after != null);
            assertThat(walked).as("pages of %s", limit).isEqualTo(expected);
        }
    }

    @Test
    void areRefusedWhereTheyWereDecidedOnAnOlderState() {
        SettingKey key = ServerSetting.COOKIE_HOURS.key();
        assertThat(here.settings().find(OPERATOR, key).version()).isZero();
        Setting set = here.settings().put(OPERATOR, to(key, 2), 0L).setting();

        assertThatThrownBy(() -> here.settings().put(OPERATOR, to(key, 3), 0L)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> here.settings().remove(OPERATOR, key, 0L)).isInstanceOf(Refused.class);
        assertThat(here.settings().put(OPERATOR, to(key, 3), set.version()).added())
                .isFalse();
        here.settings().remove(OPERATOR, key, null);
        assertThatThrownBy(() -> here.settings().remove(OPERATOR, key, null))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.NotFound.class));
    }

    @Test
    void showTheirPublicOnesToAnybody() {
        here.settings().put(OPERATOR, to(new SettingKey("secret"), "x"), null);
        here.settings()
                .put(
                        OPERATOR,
                        NewSetting.parse(new SettingKey("theme"), Input.of(Map.of("value", "dark", "isPublic", true))),
                        null);

        assertThat(here.settings().listPublic().keySet())
                .extracting(SettingKey::value)
                .containsExactly("app.name", "theme");
        here.settings()
                .put(
                        OPERATOR,
                        NewSetting.parse(
                                ServerSetting.APP_NAME.key(), Input.of(Map.of("value", "A", "isPublic", false))),
                        null);
        assertThat(here.settings().listPublic()).containsOnlyKeys(new SettingKey("theme"));
    }

    @Test
    void areForWhoeverHoldsThePermission() {
        Actor nobody = new Actor.Anonymous(Origin.internal("test"));
        SettingKey key = new SettingKey("theme");

        assertThatThrownBy(() -> here.settings().put(nobody, to(key, 1), null)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> here.settings().find(nobody, key)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> here.settings().list(nobody, Page.Request.first()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> here.settings().remove(nobody, key, null)).isInstanceOf(Refused.class);
    }
}
