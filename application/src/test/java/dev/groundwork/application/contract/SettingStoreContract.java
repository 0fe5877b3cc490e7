package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.setting.SettingStore;
import dev.groundwork.application.setting.SettingStore.ConfigurationRevision;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.setting.NewSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link SettingStore} promises. */
public interface SettingStoreContract extends StoreContract {

    @Test
    default void setsAnyValueAndGivesItBack() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("list", Arrays.asList(null, true, new BigDecimal("1.50"), Map.of("a", "b")));
        object.put("nothing", null);
        for (Object value : Arrays.asList(
                null, true, "", "täxt\n", new BigDecimal("0.1"), new BigDecimal("12345678901234567890"), object)) {
            SettingKey key = key();

            Setting set = put(key, value, "Why", true);

            assertThat(set.key()).isEqualTo(key);
            assertThat(set.value()).isEqualTo(JsonValue.copyOf(value));
            assertThat(set.description()).isEqualTo("Why");
            assertThat(set.isPublic()).isTrue();
            assertThat(find(key)).contains(set);
        }
    }

    @Test
    default void replacesAllOfItAndRaisesTheVersionWhereSomethingChanged() {
        SettingKey key = key();
        Setting first = put(key, "one", "Why", true);

        Setting second = put(key, "two", null, false);
        Setting same = put(key, "two", null, false);

        assertThat(second.description()).isNull();
        assertThat(second.isPublic()).isFalse();
        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThat(madeAt(second)).isEqualTo(madeAt(first));
        assertThat(same).isEqualTo(second);
    }

    @Test
    default void goesOnCountingWhereOneComesBack() {
        SettingKey key = key();
        put(key, 1, null, false);
        Setting last = put(key, 2, null, false);

        assertThat(remove(key)).isTrue();
        assertThat(remove(key)).isFalse();
        assertThat(find(key)).isEmpty();

        assertThat(put(key, 3, null, false).version()).isGreaterThan(last.version());
    }

    @Test
    default void listsByKeyFromBehindOne() {
        String prefix = Fresh.word();
        List<SettingKey> keys = List.of("-", ".a", "A", "B", "_", "a").stream()
                .map(end -> new SettingKey(prefix + end))
                .toList();
        keys.reversed().forEach(key -> put(key, key.value(), null, false));

        assertThat(list(store -> store.list(new SettingKey(prefix), 4)))
                .extracting(Setting::key)
                .containsExactlyElementsOf(keys.subList(0, 4));
        assertThat(list(store -> store.list(keys.get(3), 2)))
                .extracting(Setting::key)
                .containsExactlyElementsOf(keys.subList(4, 6));
        assertThat(list(store -> store.list(null, 1))).hasSize(1);
    }

    @Test
    default void listsLiveWhatIsNamedAndWhatIsPublic() {
        SettingKey named = key();
        SettingKey publicly = key();
        SettingKey neither = key();
        put(named, 1, null, false);
        put(publicly, 1, null, true);
        put(neither, 1, null, false);

        assertThat(list(store -> store.listLive(List.of(named, key()))))
                .extracting(Setting::key)
                .contains(named, publicly)
                .doesNotContain(neither);
    }

    @Test
    default void raisesTheRevisionWithEachChangeThatIsKept() {
        SettingKey key = key();
        ConfigurationRevision before = store(SettingStore::revision);
        put(key, 1, null, false);
        ConfigurationRevision set = store(SettingStore::revision);
        remove(key);
        ConfigurationRevision removed = store(SettingStore::revision);

        assertThat(set.settings()).isGreaterThan(before.settings());
        assertThat(removed.settings()).isGreaterThan(set.settings());
        assertThat(removed.flags()).isEqualTo(before.flags());
    }

    @Test
    default void letsOneChangeAfterTheOther() {
        SettingKey key = key();
        put(key, 0, null, false);

        Together.run(number -> work().in(Scene.system(), tx -> {
            tx.settings().lock();
            BigDecimal count = number(tx.settings().find(key));
            return tx.settings().put(new NewSetting(key, JsonValue.copyOf(count.add(BigDecimal.ONE)), null, false));
        }));

        assertThat(find(key).orElseThrow().value().value()).isEqualTo(BigDecimal.valueOf(20));
    }

    @Test
    default void isInTheAuditTrail() {
        SettingKey key = key();
        put(key, "one", null, false);
        put(key, "two", null, false);
        remove(key);

        List<Activity> trail = work().in(
                        Scene.system(),
                        tx -> tx.activities().list("system_settings", key.value(), Page.Request.first()))
                .items();
        assertThat(trail).extracting(Activity::action).containsExactly("DELETE", "UPDATE", "INSERT");
        assertThat(trail.get(1).changes()).containsOnly(Map.entry("value", new FieldChange("one", "two")));
    }

    private static BigDecimal number(Optional<Setting> setting) {
        return new BigDecimal(String.valueOf(setting.orElseThrow().value().value()));
    }

    private static Instant madeAt(Setting setting) {
        return Objects.requireNonNull(setting.revision()).createdAt();
    }

    private static SettingKey key() {
        return new SettingKey("contract." + Fresh.word());
    }

    private <T> T store(Function<SettingStore, T> asked) {
        return work().in(Scene.system(), tx -> asked.apply(tx.settings()));
    }

    private List<Setting> list(Function<SettingStore, List<Setting>> asked) {
        return store(asked);
    }

    private Optional<Setting> find(SettingKey key) {
        return store(store -> store.find(key));
    }

    private Setting put(SettingKey key, @Nullable Object value, @Nullable String description, boolean isPublic) {
        return store(store -> {
            store.lock();
            return store.put(new NewSetting(key, JsonValue.copyOf(value), description, isPublic));
        });
    }

    private boolean remove(SettingKey key) {
        return store(store -> {
            store.lock();
            return store.remove(key);
        });
    }
}
