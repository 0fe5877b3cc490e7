package dev.groundwork.application.account;

import dev.groundwork.application.Ports;
import dev.groundwork.application.account.InvalidationStore.Invalidation;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import java.util.List;

/**
 * Tells caches again what they may not have heard: a use case invalidates after its commit, and may die between the two. Safe
 * for use by several threads and nodes, since telling twice does no harm.
 */
public final class CacheInvalidation {
    private static final int BATCH = 500;

    private final Ports ports;

    public CacheInvalidation(Ports ports) {
        this.ports = ports;
    }

    /**
     * Tells what waits, one batch at most; what the cache did not hear stays for the next time.
     *
     * @return how many the cache heard of
     */
    public int drain() {
        List<Invalidation> waiting =
                ports.work().in(actor(), tx -> tx.invalidations().list(BATCH));
        List<Long> heard = waiting.stream()
                .filter(one -> ports.userCache().invalidate(one.user(), one.version()))
                .map(Invalidation::id)
                .toList();
        if (!heard.isEmpty()) {
            ports.work().run(actor(), tx -> tx.invalidations().done(heard));
        }
        return heard.size();
    }

    private Actor actor() {
        return new Actor.SystemActor(
                "cache-invalidation", Origin.internal(ports.ids().next().toString()));
    }
}
