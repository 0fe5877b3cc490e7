package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.session.RefreshTokenStore.Presented;
import dev.groundwork.application.session.RefreshTokenStore.Rotation;
import dev.groundwork.application.session.SessionStore.NewSession;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.session.RefreshTokenStore} promises. */
public interface RefreshTokenStoreContract extends StoreContract {
    /** When the tokens of these tests end. */
    Instant END = Instant.parse("2100-01-01T00:00:00Z");

    /** When they are spent. */
    Instant AT = Instant.parse("2026-11-24T10:20:30.123456Z");

    @Test
    default void entersTheFirstOfAFamilyIntoTheAuditTrailWithoutTheToken() {
        User user = new Scene(work()).user();
        SessionHandle session = session(user);
        TokenHash token = Fresh.token();

        work().run(Scene.system(), tx -> tx.refreshTokens().addFirst(session, token, END));

        assertThat(work().in(
                                Scene.system(),
                                tx -> tx.activities().list("refresh_tokens", session + ":0", Page.Request.first()))
                        .items())
                .singleElement()
                .satisfies(activity -> {
                    assertThat(activity.changes())
                            .containsEntry(
                                    "user", new FieldChange(null, user.id().toString()))
                            .containsEntry("session", new FieldChange(null, session.value()))
                            .containsEntry("tokenHash", new FieldChange(null, "[secret]"));
                    assertThat(activity.toString()).doesNotContain(token.value());
                });
    }

    @Test
    default void startsNoFamilyWithoutASession() {
        assertThatThrownBy(() -> work().run(
                                Scene.system(), tx -> tx.refreshTokens().addFirst(Fresh.handle(), Fresh.token(), END)))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    default void findsATokenWithAllThatDecidesWhatItIsWorth() {
        User user = new Scene(work()).user();
        SessionHandle session = session(user);
        TokenHash token = first(session);

        Presented presented = find(token).orElseThrow();

        assertThat(presented.session().handle()).isEqualTo(session);
        assertThat(presented.active()).isTrue();
        assertThat(presented.owner()).isEqualTo(user);
        assertThat(presented.expiresAt()).isEqualTo(END);
        assertThat(presented.rotation()).isNull();
        assertThat(find(Fresh.token())).isEmpty();
    }

    @Test
    default void spendsATokenAndStoresItsSuccessor() {
        SessionHandle session = session(new Scene(work()).user());
        TokenHash first = first(session);
        TokenHash second = Fresh.token();
        TokenHash third = Fresh.token();

        rotate(first, second);
        assertThat(find(first).orElseThrow().rotation()).isEqualTo(new Rotation(AT, second, false));
        assertThat(find(second).orElseThrow().rotation()).isNull();
        assertThat(find(second).orElseThrow().expiresAt()).isEqualTo(END.minusSeconds(1));
        assertThat(find(second).orElseThrow().session().handle()).isEqualTo(session);
        rotate(second, third);
        assertThat(find(first).orElseThrow().rotation()).isEqualTo(new Rotation(AT, second, true));
    }

    @Test
    default void leavesOneLiveSuccessorOfTwentyRefreshesAtOnce() {
        SessionHandle session = session(new Scene(work()).user());
        TokenHash token = first(session);

        List<Boolean> rotated = Together.run(number -> work().<Boolean>in(Scene.system(), tx -> {
            boolean unspent =
                    tx.refreshTokens().findForUpdate(token).orElseThrow().rotation() == null;
            if (unspent) {
                tx.refreshTokens().rotate(token, Fresh.token(), AT, END);
            }
            return unspent;
        }));

        assertThat(rotated).containsOnlyOnce(true);
        assertThat(find(token).orElseThrow().rotation()).isNotNull();
    }

    @Test
    default void knowsThatItsSessionWasEnded() {
        User user = new Scene(work()).user();
        SessionHandle session = session(user);
        TokenHash first = first(session);
        TokenHash second = Fresh.token();
        rotate(first, second);

        work().run(Scene.system(), tx -> tx.sessions().end(user.id(), session));

        assertThat(find(first).orElseThrow().active()).isFalse();
        assertThat(find(second).orElseThrow().active()).isFalse();
    }

    @Test
    default void knowsThatItsOwnerMayNotActByNow() {
        Scene scene = new Scene(work());
        User user = scene.user();
        TokenHash token = first(session(user));
        User suspended = scene.set(user, UserStatus.SUSPENDED);

        assertThat(find(token).orElseThrow().owner()).isEqualTo(suspended);
    }

    @Test
    default void letsNothingLiveOnOfASessionThatIsEndedWhileItIsRefreshed() {
        Scene scene = new Scene(work());
        for (int round = 0; round < 5; round++) {
            User user = scene.user();
            SessionHandle session = session(user);
            TokenHash token = first(session);

            List<TokenHash> successors = Together.run(number -> {
                TokenHash successor = Fresh.token();
                work().run(Scene.system(), tx -> {
                    if (number == 0) {
                        tx.sessions().end(user.id(), session);
                        return;
                    }
                    Presented presented =
                            tx.refreshTokens().findForUpdate(token).orElseThrow();
                    if (presented.active() && presented.rotation() == null) {
                        tx.refreshTokens().rotate(token, successor, AT, END);
                    }
                });
                return successor;
            });

            assertThat(find(token).orElseThrow().active()).isFalse();
            assertThat(successors)
                    .allSatisfy(successor -> assertThat(find(successor).filter(Presented::active))
                            .isEmpty());
        }
    }

    @Test
    default void entersARotationIntoTheAuditTrailWithoutTheTokens() {
        SessionHandle session = session(new Scene(work()).user());
        TokenHash first = first(session);
        TokenHash second = Fresh.token();
        rotate(first, second);

        List<Activity> spent = history(session + ":0");
        assertThat(spent).extracting(Activity::action).containsExactly("UPDATE", "INSERT");
        assertThat(spent.get(0).changes()).containsKey("rotatedAt").doesNotContainKey("tokenHash");
        List<Activity> successor = history(session + ":1");
        assertThat(successor).extracting(Activity::action).containsExactly("INSERT");
        assertThat(spent.toString() + successor).doesNotContain(first.value()).doesNotContain(second.value());
    }

    private TokenHash first(SessionHandle session) {
        TokenHash token = Fresh.token();
        work().run(Scene.system(), tx -> tx.refreshTokens().addFirst(session, token, END));
        return token;
    }

    private void rotate(TokenHash spent, TokenHash successor) {
        work().run(Scene.system(), tx -> tx.refreshTokens().rotate(spent, successor, AT, END.minusSeconds(1)));
    }

    private Optional<Presented> find(TokenHash token) {
        return work().in(Scene.system(), tx -> tx.refreshTokens().findForUpdate(token));
    }

    private List<Activity> history(String token) {
        return work().in(Scene.system(), tx -> tx.activities().list("refresh_tokens", token, Page.Request.first()))
                .items();
    }

    private SessionHandle session(User user) {
        NewSession session = new NewSession(Fresh.handle(), user.id(), SessionMode.TOKEN, JsonObject.EMPTY, END);
        return work().in(Scene.system(), tx -> tx.sessions().add(session)).handle();
    }
}
