package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.account.UserCache;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Preferences;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.UserCache} promises while it can be reached. */
public interface UserCacheContract {
    UserCache userCache();

    @Test
    default void hasNothingOfWhomNobodyFilledIn() {
        assertThat(userCache().find(new UserId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    default void givesBackAWholeAccountAsItWasFilledIn() {
        User whole = version(new UserId(UUID.randomUUID()), 3);
        userCache().fill(whole);

        assertThat(userCache().find(whole.id())).contains(whole);
    }

    @Test
    default void givesBackABareAccountAsItWasFilledIn() {
        User whole = version(new UserId(UUID.randomUUID()), 1);
        User bare = new User(
                whole.id(),
                whole.email(),
                false,
                Profile.EMPTY,
                UserStatus.SUSPENDED,
                new User.Activity(null, null),
                whole.revision());
        userCache().fill(bare);

        assertThat(userCache().find(bare.id())).contains(bare);
    }

    @Test
    default void replacesACopyByANewerOne() {
        UserId id = new UserId(UUID.randomUUID());
        userCache().fill(version(id, 1));
        userCache().fill(version(id, 2));

        assertThat(userCache().find(id)).contains(version(id, 2));
    }

    @Test
    default void keepsACopyThatIsNewerThanWhatASlowReaderBrings() {
        UserId id = new UserId(UUID.randomUUID());
        userCache().fill(version(id, 2));
        userCache().fill(version(id, 1));

        assertThat(userCache().find(id)).contains(version(id, 2));
    }

    @Test
    default void dropsACopyThatIsOutOfDate() {
        UserId id = new UserId(UUID.randomUUID());
        userCache().fill(version(id, 1));

        assertThat(userCache().invalidate(id, 2)).isTrue();

        assertThat(userCache().find(id)).isEmpty();
    }

    @Test
    default void refusesWhatASlowReaderBringsAfterAnInvalidation() {
        UserId id = new UserId(UUID.randomUUID());
        userCache().invalidate(id, 2);
        userCache().fill(version(id, 1));

        assertThat(userCache().find(id)).isEmpty();
    }

    @Test
    default void takesWhatIsAsNewAsTheInvalidation() {
        UserId id = new UserId(UUID.randomUUID());
        userCache().invalidate(id, 2);
        userCache().fill(version(id, 2));

        assertThat(userCache().find(id)).contains(version(id, 2));
    }

    @Test
    default void keepsACopyThatAnInvalidationCameTooLateFor() {
        UserId id = new UserId(UUID.randomUUID());
        userCache().fill(version(id, 3));
        userCache().invalidate(id, 2);

        assertThat(userCache().find(id)).contains(version(id, 3));
    }

    @Test
    default void forgetsNoInvalidationForAnOlderOne() {
        UserId id = new UserId(UUID.randomUUID());
        userCache().invalidate(id, 3);
        userCache().invalidate(id, 2);
        userCache().fill(version(id, 2));

        assertThat(userCache().find(id)).isEmpty();
    }

    @Test
    default void keepsTheNewestOfTwentyFilledInAtOnce() {
        UserId id = new UserId(UUID.randomUUID());

        Together.run(number -> {
            userCache().fill(version(id, 1 + number));
            return number;
        });

        assertThat(userCache().find(id)).contains(version(id, Together.THREADS));
    }

    @Test
    default void readsAnAccountOnceForTwentyWhoAskAtOnceAndKeepsIt() {
        UserId id = new UserId(UUID.randomUUID());
        AtomicInteger reads = new AtomicInteger();

        List<User> got = Together.run(number -> userCache().get(id, () -> {
            reads.incrementAndGet();
            pause();
            return version(id, 1);
        }));

        assertThat(got).containsOnly(version(id, 1));
        assertThat(reads).hasValue(1);
        assertThat(userCache().find(id)).contains(version(id, 1));
    }

    @Test
    default void givesWhatTheLoaderThrowsToAllWhoWaitedAndReadsAgainNextTime() {
        UserId id = new UserId(UUID.randomUUID());

        List<String> got = Together.run(number -> {
            try {
                return userCache()
                        .get(id, () -> {
                            pause();
                            throw new IllegalStateException("no database");
                        })
                        .toString();
            } catch (IllegalStateException e) {
                return String.valueOf(e.getMessage());
            }
        });

        assertThat(got).containsOnly("no database");
        assertThat(userCache().get(id, () -> version(id, 1))).isEqualTo(version(id, 1));
    }

    @Test
    default void givesNobodyWhatWasReadBeforeAnInvalidation() {
        UserId id = new UserId(UUID.randomUUID());

        User slow = userCache().get(id, () -> {
            userCache().invalidate(id, 2);
            assertThat(Together.elsewhere(() -> userCache().get(id, () -> version(id, 2))))
                    .isEqualTo(version(id, 2));
            return version(id, 1);
        });

        assertThat(slow).isEqualTo(version(id, 1));
        assertThat(userCache().find(id)).contains(version(id, 2));
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static User version(UserId id, long version) {
        Instant created = Instant.parse("2026-11-24T10:00:00.123456Z");
        Profile profile = new Profile(
                new Username("Ada"),
                "Größe " + version,
                "\"quoted\" \\ 😀",
                "https://pictures.example/a?b=c&d",
                "+43 1 234567",
                LocalDate.of(1990, 1, 31),
                new Preferences("Europe/Vienna", "de-AT"));
        return new User(
                id,
                new EmailAddress("Ada@example.org"),
                true,
                profile,
                UserStatus.ACTIVE,
                new User.Activity(created.plusSeconds(1), created.plusSeconds(2)),
                new Revision(created, created.plusSeconds(version), version));
    }
}
