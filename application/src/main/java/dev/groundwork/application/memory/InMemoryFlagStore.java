package dev.groundwork.application.memory;

import dev.groundwork.application.flag.FlagStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.flag.NewFlag;
import java.util.List;
import java.util.Optional;

final class InMemoryFlagStore implements FlagStore {
    private static final String FLAGS = InMemorySettingStore.FLAGS;

    private final Unit unit;

    InMemoryFlagStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Page<Flag> list(Page.Request page) {
        return Paging.page(
                unit.asService().flags.rows(),
                page,
                List.of(new Paging.Column<>(flag -> flag.name().value(), false)));
    }

    @Override
    public List<Flag> listAll() {
        return List.copyOf(unit.asService().flags.rows());
    }

    @Override
    public int count() {
        return unit.asService().flags.rows().size();
    }

    @Override
    public Optional<Flag> find(FlagName name) {
        return unit.asService().flags.find(name);
    }

    @Override
    public Optional<Flag> add(NewFlag flag) {
        Tables tables = unit.asService();
        if (tables.flags.contains(flag.name())) {
            return Optional.empty();
        }
        Revision first = unit.firstRevision();
        long version = InMemorySettingStore.revisionOf(unit, FLAGS) + 1;
        Flag added = with(flag, new Revision(first.createdAt(), first.updatedAt(), version));
        tables.flags.put(flag.name(), added);
        InMemorySettingStore.raise(unit, FLAGS);
        unit.logInsert(FLAGS, flag.name().value(), null, recorded(added), unit.stamp());
        return Optional.of(added);
    }

    @Override
    public Optional<Flag> change(FlagName name, NewFlag flag) {
        Tables tables = unit.asService();
        Flag before = tables.flags.get(name);
        if (!name.equals(flag.name()) && tables.flags.contains(flag.name())) {
            return Optional.empty();
        }
        InMemorySettingStore.raise(unit, FLAGS);
        if (with(flag, before.revision()).equals(before)) {
            return Optional.of(before);
        }
        Flag now = with(flag, unit.nextRevision(before.revision()));
        tables.flags.remove(name);
        tables.flags.put(flag.name(), now);
        unit.logUpdate(FLAGS, flag.name().value(), null, recorded(before), recorded(now), unit.stamp());
        return Optional.of(now);
    }

    @Override
    public boolean remove(FlagName name) {
        Optional<Flag> before = find(name);
        before.ifPresent(flag -> {
            unit.asService().flags.remove(name);
            InMemorySettingStore.raise(unit, FLAGS);
            unit.logDelete(FLAGS, name.value(), recorded(flag));
        });
        return before.isPresent();
    }

    private static Flag with(NewFlag flag, Revision revision) {
        return new Flag(flag.name(), flag.enabled(), flag.description(), flag.rules(), revision);
    }

    private static Columns recorded(Flag flag) {
        return new Columns()
                .with("name", flag.name())
                .with("enabled", flag.enabled())
                .with("description", flag.description())
                .with("rules", flag.rules());
    }
}
