package dev.groundwork.application;

import dev.groundwork.domain.access.Actor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sees to it that no unit begins on settings that are out of date: inside one nothing can be read anew. */
final class FollowingWork implements Work {
    private final Work work;
    private final LiveCopy<?> settings;

    FollowingWork(Work work, LiveCopy<?> settings) {
        this.work = work;
        this.settings = settings;
    }

    @Override
    public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
        settings.follow();
        return work.in(actor, unit);
    }

    @Override
    public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
        settings.follow();
        return work.asService(actor, unit);
    }
}
