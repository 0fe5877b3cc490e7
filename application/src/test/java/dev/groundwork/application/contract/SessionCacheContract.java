package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.session.SessionCache;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.session.SessionCache} promises while it can be reached. */
public interface SessionCacheContract {
    SessionCache sessionCache();

    /** What time it is by the clock that the cache goes by. */
    default Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Test
    default void hasNothingOfASessionThatNobodyFilledIn() {
        assertThat(sessionCache().find(Fresh.handle())).isEmpty();
    }

    @Test
    default void givesBackAuthorityAsItWasFilledIn() {
        Authority authority = readAt(Fresh.handle(), now());
        sessionCache().fill(authority);

        assertThat(sessionCache().find(authority.session().handle())).contains(authority);
    }

    @Test
    default void givesBackABareSessionAsItWasFilledIn() {
        Instant now = now();
        Session session = new Session(
                Fresh.handle(),
                new UserId(UUID.randomUUID()),
                SessionMode.COOKIE,
                JsonObject.EMPTY,
                null,
                null,
                now,
                now,
                now.plusSeconds(60));
        Authority authority = new Authority(session, UserStatus.SUSPENDED, Permissions.NONE, now);
        sessionCache().fill(authority);

        assertThat(sessionCache().find(session.handle())).contains(authority);
    }

    @Test
    default void keepsWhatWasReadLater() {
        SessionHandle handle = Fresh.handle();
        Instant now = now();
        Authority later = readAt(handle, now);
        sessionCache().fill(later);
        sessionCache().fill(readAt(handle, now.minusMillis(10)));

        assertThat(sessionCache().find(handle)).contains(later);
    }

    @Test
    default void replacesACopyByOneThatWasReadLater() {
        SessionHandle handle = Fresh.handle();
        Instant now = now();
        Authority later = readAt(handle, now);
        sessionCache().fill(readAt(handle, now.minusMillis(10)));
        sessionCache().fill(later);

        assertThat(sessionCache().find(handle)).contains(later);
    }

    @Test
    default void dropsACopy() {
        Authority authority = readAt(Fresh.handle(), now());
        sessionCache().fill(authority);

        sessionCache().invalidate(authority.session().handle());

        assertThat(sessionCache().find(authority.session().handle())).isEmpty();
    }

    @Test
    default void refusesWhatWasReadBeforeAnInvalidation() {
        Authority before = readAt(Fresh.handle(), now().minusMillis(100));
        sessionCache().invalidate(before.session().handle());

        sessionCache().fill(before);

        assertThat(sessionCache().find(before.session().handle())).isEmpty();
    }

    @Test
    default void takesWhatWasReadAfterAnInvalidation() {
        SessionHandle handle = Fresh.handle();
        sessionCache().invalidate(handle);
        Authority after = readAt(handle, now().plusMillis(300));

        sessionCache().fill(after);

        assertThat(sessionCache().find(handle)).contains(after);
    }

    @Test
    default void keepsTheLatestOfTwentyFilledInAtOnce() {
        SessionHandle handle = Fresh.handle();
        Instant now = now();

        Together.run(number -> {
            sessionCache().fill(readAt(handle, now.plusMillis(number)));
            return number;
        });

        assertThat(sessionCache().find(handle))
                .hasValueSatisfying(
                        authority -> assertThat(authority.readAt()).isEqualTo(now.plusMillis(Together.THREADS - 1)));
    }

    @Test
    default void getsACopyThatWasReadLateEnoughAndReadsAgainWhatWasNot() {
        SessionHandle handle = Fresh.handle();
        Instant now = now();
        Authority copy = readAt(handle, now.minusMillis(100));
        Authority truth = readAt(handle, now);
        sessionCache().fill(copy);

        assertThat(sessionCache().get(handle, now.minusMillis(101), () -> Optional.of(truth)))
                .contains(copy);
        assertThat(sessionCache().get(handle, now.minusMillis(100), () -> Optional.of(truth)))
                .contains(truth);
        assertThat(sessionCache().find(handle)).contains(truth);
    }

    @Test
    default void readsOnceForTwentyWhoAskAtOnceAndKeepsNoAbsence() {
        SessionHandle handle = Fresh.handle();
        AtomicInteger reads = new AtomicInteger();
        Supplier<Optional<Authority>> nothing = () -> {
            reads.incrementAndGet();
            return Optional.empty();
        };
        Authority authority = readAt(handle, now());

        assertThat(sessionCache().get(handle, Instant.EPOCH, nothing)).isEmpty();
        assertThat(sessionCache().get(handle, Instant.EPOCH, nothing)).isEmpty();
        assertThat(reads).hasValue(2);

        assertThat(Together.run(number -> sessionCache().get(handle, Instant.EPOCH, () -> {
                    reads.incrementAndGet();
                    return Optional.of(authority);
                })))
                .containsOnly(Optional.of(authority));
        assertThat(reads).hasValue(3);
    }

    @Test
    default void givesNobodyWhatWasReadBeforeAnInvalidationWhateverTheClockThatStampedItSays() {
        SessionHandle handle = Fresh.handle();
        Authority before = readAt(handle, now().plusMillis(50));

        sessionCache().get(handle, Instant.EPOCH, () -> {
            sessionCache().invalidate(handle);
            assertThat(Together.elsewhere(() -> sessionCache().get(handle, Instant.EPOCH, Optional::empty)))
                    .isEmpty();
            return Optional.of(before);
        });

        assertThat(sessionCache().find(handle)).isEmpty();
    }

    private static Authority readAt(SessionHandle handle, Instant readAt) {
        Session session = new Session(
                handle,
                new UserId(UUID.fromString("0c5a40a4-0c5b-4f0e-8a6e-6f5d2d1f3c11")),
                SessionMode.TOKEN,
                JsonObject.copyOf(Map.of("model", "Größe", "list", List.of("a", true))),
                "2001:db8::7",
                "Browser \"1\"",
                readAt.minusSeconds(60),
                readAt.minusSeconds(30),
                readAt.plusSeconds(3600));
        Permissions permissions = new Permissions(List.of(
                new HeldPermission(Permission.AUDIT_READ, RoleName.ADMIN, null),
                new HeldPermission(Permission.METRICS_READ, RoleName.USER, readAt.plusSeconds(5))));
        return new Authority(session, UserStatus.ACTIVE, permissions, readAt);
    }
}
