package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.access.IdempotencyStore.CallerKey;
import dev.groundwork.application.account.AttemptStore.Kind;
import dev.groundwork.application.account.AttemptStore.Subject;
import dev.groundwork.application.account.Letter;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.Work} promises. */
public interface WorkContract extends StoreContract {

    @Test
    default void keepsAllThatAUnitChanged() {
        NewUser one = Scene.newUser(true, Profile.EMPTY);
        NewUser other = Scene.newUser(true, Profile.EMPTY);

        work().run(Scene.system(), tx -> {
            tx.users().add(one);
            tx.users().add(other);
        });

        assertThat(work().<Boolean>in(
                                Scene.system(),
                                tx -> tx.users().find(one.id()).isPresent()
                                        && tx.users().find(other.id()).isPresent()))
                .isTrue();
    }

    @Test
    default void showsAUnitItsOwnChanges() {
        NewUser user = Scene.newUser(true, Profile.EMPTY);

        boolean seen = work().in(Scene.system(), tx -> {
            tx.users().add(user);
            return tx.users().findByEmail(user.email()).isPresent();
        });

        assertThat(seen).isTrue();
    }

    @Test
    default void answersWhatTheUnitAnswersNullIncluded() {
        assertThat(work().<String>in(Scene.system(), tx -> "answer")).isEqualTo("answer");
        assertThat(catchThrowable(() -> work().run(Scene.system(), tx -> {}))).isNull();
    }

    @Test
    default void undoesAllThatAUnitChangedWhereItThrowsTheAuditTrailIncluded() {
        NewUser user = Scene.newUser(true, Profile.EMPTY);
        User known = new Scene(work()).user();

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    tx.users().add(user);
                    tx.mails().add(new Letter.VerifyAddress(user.id(), user.email()));
                    tx.grants().grant(known.id(), RoleName.ADMIN, null, null);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        work().run(Scene.system(), tx -> {
            assertThat(tx.users().find(user.id())).isEmpty();
            assertThat(tx.users().findByEmail(user.email())).isEmpty();
            assertThat(history(tx, "users", user.id().toString())).isEmpty();
            assertThat(history(tx, "user_roles", known.id() + ":admin")).isEmpty();
            assertThat(tx.mails().claim(10_000, tx.now().plusSeconds(1), Duration.ofSeconds(1)))
                    .noneMatch(claim -> claim.letter().to().equals(user.email()));
        });
    }

    @Test
    default void letsARefusalThroughUnchangedAndUndoesTheUnit() {
        NewUser user = Scene.newUser(true, Profile.EMPTY);
        Refused refused = Refused.forbidden("on purpose");

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    tx.users().add(user);
                    throw refused;
                }))
                .isSameAs(refused);

        assertThat(exists(user)).isFalse();
    }

    @Test
    default void undoesTheUnitAfterAnErrorToo() {
        NewUser user = Scene.newUser(true, Profile.EMPTY);
        Error error = new Error("on purpose");

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    tx.users().add(user);
                    throw error;
                }))
                .isSameAs(error);

        assertThat(exists(user)).isFalse();
    }

    @Test
    default void worksAsBeforeAfterAUnitThatFailed() {
        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(new Scene(work()).user().isActive()).isTrue();
    }

    @Test
    default void runsAUnitAgainThatWasOvertaken() {
        NewUser user = Scene.newUser(true, Profile.EMPTY);
        AtomicInteger runs = new AtomicInteger();
        List<Boolean> wasThere = new ArrayList<>();

        int answer = work().in(Scene.system(), tx -> {
            wasThere.add(tx.users().find(user.id()).isPresent());
            tx.users().add(user);
            if (runs.incrementAndGet() < 3) {
                throw new Overtaken("on purpose");
            }
            return runs.get();
        });

        assertThat(answer).isEqualTo(3);
        assertThat(wasThere).as("what earlier tries did is undone").containsExactly(false, false, false);
        assertThat(exists(user)).isTrue();
    }

    @Test
    default void givesUpOnAUnitThatIsAlwaysOvertaken() {
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    runs.incrementAndGet();
                    throw new Overtaken("on purpose");
                }))
                .satisfies(Refusals.are(Refusal.Unavailable.class));

        assertThat(runs.get()).isBetween(2, 20);
    }

    @Test
    default void tellsTheUnitWhoActsAndSinceWhen() {
        Actor actor = Scene.system();

        work().run(actor, tx -> {
            assertThat(tx.actor()).isEqualTo(actor);
            assertThat(tx.now()).isEqualTo(tx.now());
        });
        Instant one = work().in(actor, Transaction::now);
        Instant next = work().in(actor, Transaction::now);
        assertThat(next).isAfterOrEqualTo(one);
    }

    @Test
    default void handsOutStoresThatDieWithTheUnit() {
        List<Runnable> uses = work().in(Scene.system(), tx -> usesOfEveryStore(tx));

        assertThat(uses)
                .isNotEmpty()
                .allSatisfy(use -> assertThatThrownBy(use::run).isInstanceOf(IllegalStateException.class));
    }

    @Test
    default void handsOutNothingMoreOnceTheUnitFailed() {
        List<Transaction> kept = new ArrayList<>();
        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    kept.add(tx);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThatThrownBy(() -> kept.get(0).users().findByEmail(Fresh.email()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void refusesToNest() {
        assertThatThrownBy(() -> work().run(Scene.system(), tx -> work().run(Scene.system(), inner -> inner.now())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void losesNoChangeOfTwentyUnitsToOneRow() {
        Scene scene = new Scene(work());
        Actor.User owner = Scene.actor(scene.user());
        Task task = scene.task(owner, scene.project(owner, Visibility.PRIVATE));

        Together.run(number -> work().in(owner, tx -> {
            Task now = tx.tasks().findForUpdate(task.id()).orElseThrow();
            return tx.tasks().update(task.id(), Scene.draft(now.content().title() + "."));
        }));

        Task now =
                work().in(owner, tx -> tx.tasks().find(task.id()).orElseThrow().task());
        assertThat(now.content().title()).isEqualTo("To do" + ".".repeat(Together.THREADS));
        assertThat(now.revision().version()).isEqualTo(1 + Together.THREADS);
    }

    @Test
    default void namesInTheAuditTrailWhoActedAndFromWhere() {
        Scene scene = new Scene(work());
        User user = scene.user();
        Actor.User inSession = Scene.actor(user);
        Actor.SystemActor system = Scene.system();

        work().run(inSession, tx -> tx.users().changeProfile(user.id(), Scene.named(Fresh.username())));
        work().in(inSession, tx -> tx.users().find(user.id()));
        work().run(system, tx -> tx.users().verify(user.id(), Fresh.email()));

        List<Activity> history =
                work().in(Scene.system(), tx -> history(tx, "users", user.id().toString()));
        assertThat(history).hasSize(3);
        assertThat(history.get(0).actor()).isEqualTo(new Activity.BySystem("contract"));
        assertThat(history.get(0).source()).isEqualTo(new Activity.Source(null, system.origin()));
        assertThat(history.get(1).actor())
                .isInstanceOfSatisfying(
                        Activity.ByPerson.class,
                        by -> assertThat(by.person().id()).isEqualTo(user.id()));
        assertThat(history.get(1).source())
                .isEqualTo(new Activity.Source(inSession.session().value(), inSession.origin()));
    }

    @Test
    default void namesTheActorThoughTheServiceActsForThem() {
        Scene scene = new Scene(work());
        Actor.User actor = Scene.actor(scene.user());
        User other = scene.user();

        work().<Object>asService(actor, tx -> {
            tx.grants().grant(other.id(), RoleName.ADMIN, actor.id(), tx.now());
            return tx.actor();
        });

        List<Activity> history = work().in(Scene.system(), tx -> history(tx, "user_roles", other.id() + ":admin"));
        assertThat(history)
                .singleElement()
                .satisfies(activity -> assertThat(activity.isBy(actor.id())).isTrue());
    }

    @Test
    default void keepsFromPeopleWhatIsTheServicesAlone() {
        Actor.User somebody = Scene.actor(new Scene(work()).user());
        List<Consumer<Transaction>> forbidden = List.of(
                tx -> tx.credentials().find(new Login("nobody")),
                tx -> tx.mails().claim(1, tx.now(), Duration.ofSeconds(1)),
                tx -> tx.invalidations().list(1),
                tx -> tx.encryptionKeys().list(),
                tx -> tx.grants().grant(somebody.id(), RoleName.ADMIN, null, null),
                tx -> tx.setup().exists(Fresh.token()),
                tx -> tx.idempotencyKeys().findForUpdate(new CallerKey("contract", Fresh.word())),
                tx -> tx.verifications().consume(Fresh.token(), tx.now()),
                tx -> tx.resetTokens().consume(Fresh.token(), tx.now()),
                tx -> tx.attempts().findForUpdate(new Subject(Kind.ACCOUNT, Fresh.word())),
                tx -> tx.roles().addPermission(new PermissionEntry(new Permission("any:thing"), null)),
                tx -> tx.apiTokens().findAuthority(Fresh.token()),
                tx -> tx.ssns().find(somebody.id()),
                tx -> tx.refreshTokens().findForUpdate(Fresh.token()),
                tx -> tx.activities().record(new Event("contract.event", "users", null, Map.of())));

        for (Actor actor : List.of(somebody, Scene.nobody())) {
            assertThat(forbidden)
                    .allSatisfy(use -> assertThatThrownBy(() -> work().run(actor, use))
                            .isInstanceOf(RuntimeException.class)
                            .isNotInstanceOf(Refused.class));
        }
        assertThat(work().<Boolean>asService(somebody, tx -> tx.setup().exists(Fresh.token())))
                .as("the same, as the service")
                .isFalse();
    }

    @Test
    default void forgetsTheActorWithTheUnit() {
        Scene scene = new Scene(work());
        User user = scene.user();
        Actor.User actor = Scene.actor(user);

        List<Boolean> seen = Together.run(number -> {
            boolean own = work().in(actor, tx -> tx.users().find(user.id()).isPresent());
            boolean others =
                    work().in(Scene.nobody(), tx -> tx.users().find(user.id()).isPresent());
            return own && !others;
        });

        assertThat(seen).containsOnly(true);
    }

    private boolean exists(NewUser user) {
        return work().<Boolean>in(
                        Scene.system(), tx -> tx.users().find(user.id()).isPresent());
    }

    private static List<Activity> history(Transaction tx, String resourceType, String resourceId) {
        return tx.activities()
                .list(resourceType, resourceId, Page.Request.first())
                .items();
    }

    private static List<Runnable> usesOfEveryStore(Transaction tx) {
        var id = new UserId(UUID.randomUUID());
        return List.of(
                use(tx.users(), users -> users.find(id)),
                use(tx.credentials(), credentials -> credentials.find(new Login("nobody"))),
                use(tx.verifications(), links -> links.consume(Fresh.token(), Instant.EPOCH)),
                use(tx.mails(), mails -> mails.claim(1, Instant.EPOCH, Duration.ofSeconds(1))),
                use(tx.invalidations(), invalidations -> invalidations.list(1)),
                use(tx.encryptionKeys(), keys -> keys.list()),
                use(tx.resetTokens(), links -> links.find(Fresh.token(), Instant.EPOCH)),
                use(tx.attempts(), attempts -> attempts.findForUpdate(new Subject(Kind.ACCOUNT, Fresh.word()))),
                use(tx.roles(), roles -> roles.find(RoleName.USER)),
                use(tx.apiTokens(), tokens -> tokens.findAuthority(Fresh.token())),
                use(tx.ssns(), ssns -> ssns.find(id)),
                use(tx.grants(), grants -> grants.countAdministrators(Instant.EPOCH)),
                use(tx.setup(), setup -> setup.exists(Fresh.token())),
                use(tx.idempotencyKeys(), keys -> keys.findForUpdate(new CallerKey("contract", Fresh.word()))),
                use(tx.sessions(), sessions -> sessions.findAuthority(Fresh.handle())),
                use(tx.refreshTokens(), tokens -> tokens.addFirst(Fresh.handle(), Fresh.token(), Instant.EPOCH)),
                use(tx.projects(), projects -> projects.find(new ProjectId(UUID.randomUUID()))),
                use(tx.members(), members -> members.find(new ProjectId(UUID.randomUUID()), id)),
                use(tx.tasks(), tasks -> tasks.find(new TaskId(UUID.randomUUID()))),
                use(tx.activities(), log -> log.list("users", "none", Page.Request.first())));
    }

    private static <S> Runnable use(S store, Consumer<S> use) {
        return () -> use.accept(store);
    }
}
