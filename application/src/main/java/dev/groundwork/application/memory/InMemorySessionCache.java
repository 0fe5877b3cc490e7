package dev.groundwork.application.memory;

import dev.groundwork.application.SingleFlight;
import dev.groundwork.application.session.SessionCache;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Copies of authority in the process. */
public final class InMemorySessionCache implements SessionCache {
    /** Far longer than a copy is believed, and than a reader may be slow. */
    private static final Duration KEPT_FOR = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Expiring<SessionHandle, Slot> slots;
    private final SingleFlight<SessionHandle, Optional<Authority>> flights = new SingleFlight<>();

    /** An empty cache. */
    public InMemorySessionCache(InstantSource clock) {
        this.clock = clock;
        this.slots = new Expiring<>(clock, KEPT_FOR);
    }

    /**
     * @param since what was read before then is out of date
     * @param copy null where only that is known
     */
    private record Slot(Instant since, @Nullable Authority copy) {}

    @Override
    public Optional<Authority> find(SessionHandle handle) {
        return slots.find(handle).map(Slot::copy);
    }

    @Override
    public Optional<Authority> get(SessionHandle handle, Instant oldest, Supplier<Optional<Authority>> loader) {
        Optional<Authority> copy = find(handle, oldest);
        return copy.isPresent()
                ? copy
                : flights.get(handle, flight -> {
                    Optional<Authority> kept = find(handle, oldest);
                    return kept.isPresent() ? kept : load(flight, loader);
                });
    }

    private Optional<Authority> find(SessionHandle handle, Instant oldest) {
        return find(handle).filter(copy -> copy.readAt().isAfter(oldest));
    }

    private Optional<Authority> load(
            SingleFlight<SessionHandle, Optional<Authority>>.Flight flight, Supplier<Optional<Authority>> loader) {
        Optional<Authority> read = loader.get();
        read.ifPresent(authority -> flight.unlessForgotten(() -> fill(authority)));
        return read;
    }

    @Override
    public void fill(Authority authority) {
        Instant readAt = authority.readAt();
        slots.change(
                authority.session().handle(),
                known -> known.filter(slot -> slot.since().isAfter(readAt)).orElse(new Slot(readAt, authority)));
    }

    @Override
    public void invalidate(SessionHandle handle) {
        flights.forget(handle);
        // one more, since a clock that stands still must not let in what was read in this very moment
        Instant next = clock.instant().plusNanos(1);
        slots.change(
                handle,
                known -> known.filter(slot -> slot.since().isAfter(next)).orElse(new Slot(next, null)));
    }
}
