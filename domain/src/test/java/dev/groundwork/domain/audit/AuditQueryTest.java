package dev.groundwork.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditQueryTest {
    @Test
    void asksForEverythingUnlessSomebodySaysOtherwise() {
        assertThat(AuditQuery.parse(Input.of(Map.of()))).isEqualTo(AuditQuery.ALL);
    }

    @Test
    void readsAllThatItGoesByAsItWasWritten() {
        UUID user = new UUID(0, 1);
        assertThat(AuditQuery.parse(Input.of(Map.of(
                        "user", user.toString(),
                        "action", "auth.login",
                        "resourceType", "user_roles",
                        "resourceId", " %:_",
                        "session", "abc",
                        "from", "2026-11-24T13:00:00+01:00",
                        "to", "2026-11-25T00:00:00Z"))))
                .isEqualTo(new AuditQuery(
                        new UserId(user),
                        "auth.login",
                        "user_roles",
                        " %:_",
                        "abc",
                        Instant.parse("2026-11-24T12:00:00Z"),
                        Instant.parse("2026-11-25T00:00:00Z")));
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        Map<String, String> wrong = new HashMap<>(Map.of("user", "me", "from", "yesterday", "to", "2026-11-24"));
        for (String text : new String[] {"action", "resourceType", "resourceId", "session"}) {
            wrong.put(text, "");
        }
        assertThat(Refusals.pointersOf(() -> AuditQuery.parse(Input.of(wrong))))
                .containsExactly("/user", "/action", "/resourceType", "/resourceId", "/session", "/from", "/to");
    }

    @Test
    void looksForNothingLongerThanWhatCanStandThere() {
        assertThat(AuditQuery.parse(Input.of(Map.of("action", "x".repeat(255)))).action())
                .hasSize(255);
        assertThat(Refusals.pointersOf(() -> AuditQuery.parse(Input.of(Map.of("action", "x".repeat(256))))))
                .containsExactly("/action");
    }
}
