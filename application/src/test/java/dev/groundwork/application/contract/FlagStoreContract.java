package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.flag.FlagStore;
import dev.groundwork.application.setting.SettingStore.ConfigurationRevision;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.flag.NewFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link FlagStore} promises. */
public interface FlagStoreContract extends StoreContract {

    @Test
    default void addsAFlagAsItWasGiven() {
        NewFlag wanted =
                new NewFlag(name(), true, "Zwei\nZeilen", JsonObject.copyOf(Map.of("variants", Map.of("a", 1))));

        Flag added = add(wanted).orElseThrow();

        assertThat(added.name()).isEqualTo(wanted.name());
        assertThat(added.enabled()).isTrue();
        assertThat(added.description()).isEqualTo("Zwei\nZeilen");
        assertThat(added.rules()).isEqualTo(wanted.rules());
        assertThat(find(added.name())).contains(added);
        assertThat(flags(FlagStore::listAll)).contains(added);
        assertThat(add(wanted)).isEmpty();
    }

    @Test
    default void addsOneOfTwentyFlagsOfOneName() {
        FlagName name = name();

        List<Boolean> added = Together.run(number -> add(plain(name)).isPresent());

        assertThat(added).containsOnlyOnce(true);
    }

    @Test
    default void changesEverythingAndCountsOnlyWhatReallyChanged() {
        Flag flag = add(plain(name())).orElseThrow();
        FlagName renamed = name();
        NewFlag wanted = new NewFlag(renamed, true, "Now so", JsonObject.EMPTY);

        Flag changed = change(flag.name(), wanted).orElseThrow();

        assertThat(changed.name()).isEqualTo(renamed);
        assertThat(changed.enabled()).isTrue();
        assertThat(changed.revision().version()).isEqualTo(flag.revision().version() + 1);
        assertThat(changed.revision().createdAt()).isEqualTo(flag.revision().createdAt());
        assertThat(find(flag.name())).isEmpty();
        assertThat(change(renamed, wanted)).contains(changed);
        Flag other = add(plain(name())).orElseThrow();
        assertThat(change(other.name(), wanted)).isEmpty();
    }

    @Test
    default void goesOnCountingWhereOneComesBack() {
        Flag flag = add(plain(name())).orElseThrow();
        Flag changed = change(flag.name(), new NewFlag(flag.name(), true, null, JsonObject.EMPTY))
                .orElseThrow();

        assertThat(remove(flag.name())).isTrue();
        assertThat(remove(flag.name())).isFalse();

        assertThat(add(plain(flag.name())).orElseThrow().revision().version())
                .isGreaterThan(changed.revision().version());
    }

    @Test
    default void listsByNamePageByPage() {
        List<FlagName> added = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            added.add(add(plain(name())).orElseThrow().name());
        }

        List<FlagName> walked = new ArrayList<>();
        @Nullable String after = null;
        do {
            String from = after;
            Page<Flag> page = flags(store -> store.list(new Page.Request(2, from)));
            page.items().forEach(flag -> walked.add(flag.name()));
            after = page.next();
        } while (after != null);

        assertThat(walked).isSorted().doesNotHaveDuplicates().containsAll(added);
        assertThat(flags(FlagStore::count)).isGreaterThanOrEqualTo(5);
    }

    @Test
    default void raisesTheRevisionWithEachChange() {
        ConfigurationRevision before =
                work().in(Scene.system(), tx -> tx.settings().revision());
        Flag flag = add(plain(name())).orElseThrow();
        ConfigurationRevision added =
                work().in(Scene.system(), tx -> tx.settings().revision());
        remove(flag.name());
        ConfigurationRevision removed =
                work().in(Scene.system(), tx -> tx.settings().revision());

        assertThat(added.flags()).isGreaterThan(before.flags());
        assertThat(removed.flags()).isGreaterThan(added.flags());
        assertThat(removed.settings()).isEqualTo(before.settings());
    }

    @Test
    default void isInTheAuditTrail() {
        Flag flag = add(plain(name())).orElseThrow();
        change(flag.name(), new NewFlag(flag.name(), true, null, JsonObject.EMPTY));
        remove(flag.name());

        assertThat(work().in(
                                Scene.system(),
                                tx -> tx.activities()
                                        .list("feature_flags", flag.name().value(), Page.Request.first()))
                        .items())
                .extracting(Activity::action)
                .containsExactly("DELETE", "UPDATE", "INSERT");
    }

    private static FlagName name() {
        return new FlagName("contract." + Fresh.word());
    }

    private static NewFlag plain(FlagName name) {
        return new NewFlag(name, false, null, JsonObject.EMPTY);
    }

    private <T> T flags(Function<FlagStore, T> asked) {
        return work().in(Scene.system(), tx -> asked.apply(tx.flags()));
    }

    private <T> T locked(Function<FlagStore, T> changing) {
        return work().in(Scene.system(), tx -> {
            tx.settings().lock();
            return changing.apply(tx.flags());
        });
    }

    private Optional<Flag> find(FlagName name) {
        return flags(store -> store.find(name));
    }

    private Optional<Flag> add(NewFlag flag) {
        return locked(store -> store.add(flag));
    }

    private Optional<Flag> change(FlagName name, NewFlag flag) {
        return locked(store -> store.change(name, flag));
    }

    private boolean remove(FlagName name) {
        return locked(store -> store.remove(name));
    }
}
