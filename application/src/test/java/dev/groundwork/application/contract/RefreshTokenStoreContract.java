package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.session.SessionStore.NewSession;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.session.RefreshTokenStore} promises. */
public interface RefreshTokenStoreContract extends StoreContract {
    /** When the tokens of these tests end. */
    Instant END = Instant.parse("2100-01-01T00:00:00Z");

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

    private SessionHandle session(User user) {
        NewSession session = new NewSession(Fresh.handle(), user.id(), SessionMode.TOKEN, JsonObject.EMPTY, END);
        return work().in(Scene.system(), tx -> tx.sessions().add(session)).handle();
    }
}
