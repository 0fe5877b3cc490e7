package dev.groundwork.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final Instant END = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void livesUntilTheInstantOfItsEndAndNotAtIt() {
        Session session = new Session(
                new SessionHandle("abcdefghijklmnopqrstuv"),
                new UserId(new UUID(0, 1)),
                SessionMode.COOKIE,
                JsonObject.EMPTY,
                null,
                null,
                END.minusSeconds(60),
                END.minusSeconds(1),
                END);
        assertThat(session.isAliveAt(END.minusNanos(1))).isTrue();
        assertThat(session.isAliveAt(END)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "abcdefghijklmnopqrstu",
                "abcdefghijklmnopqrstuvw",
                "abcdefghijklmnopqrstu=",
                "abcdefghijklmnopqrst/+"
            })
    void refusesWhatCanBeNoHandle(String text) {
        assertThat(Refusals.reasonOf(() -> SessionHandle.parse(text))).isEqualTo("must be a session's id");
        assertThatThrownBy(() -> new SessionHandle(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void asksForTokensUnlessACookieIsWished() {
        assertThat(signIn(Map.of()).mode()).isEqualTo(SessionMode.TOKEN);
        assertThat(signIn(Map.of("mode", "cookie")).mode()).isEqualTo(SessionMode.COOKIE);
    }

    @Test
    void refusesASignInWithAllThatIsWrongWithIt() {
        Map<String, Object> members = Map.of("login", 1, "password", "", "mode", "magic", "deviceInfo", "phone");
        assertThat(Refusals.pointersOf(() -> SignInRequest.parse(Input.of(members))))
                .containsExactly("/login", "/password", "/deviceInfo", "/mode");
    }

    @Test
    void aLoginThatCanNotExistIsNotToldFromOneThatDoesNot() {
        assertThat(signIn(Map.of("login", "<no such form>")).login().canonical())
                .isEqualTo("<no such form>");
    }

    @Test
    void aDeviceTellsAFewWordsOnly() {
        assertThat(Refusals.pointersOf(() -> signIn(Map.of("deviceInfo", Map.of("name", "x".repeat(4096))))))
                .containsExactly("/deviceInfo");
        Map<String, Object> many = new HashMap<>();
        for (int i = 0; i < 21; i++) {
            many.put("member" + i, i);
        }
        assertThat(Refusals.pointersOf(() -> signIn(Map.of("deviceInfo", many))))
                .containsExactly("/deviceInfo");
    }

    private static SignInRequest signIn(Map<String, Object> more) {
        Map<String, Object> members = new HashMap<>(Map.of("login", "ada", "password", "correct horse battery"));
        members.putAll(more);
        return SignInRequest.parse(Input.of(members));
    }
}
