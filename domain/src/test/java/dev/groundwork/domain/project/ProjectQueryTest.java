package dev.groundwork.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProjectQueryTest {
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final Actor READER =
            new Actor.User(ADA, new SessionHandle("abcdefghijklmnopqrstuv"), Permissions.NONE, Origin.internal("test"));

    @Test
    void asksForEveryProjectUnlessSomebodySaysOtherwise() {
        assertThat(parse(Map.of())).isEqualTo(ProjectQuery.ALL);
    }

    @Test
    void takesMeForWhoeverAsks() {
        assertThat(parse(Map.of("owner", "me")).owner()).isEqualTo(ADA);
        UserId other = new UserId(new UUID(1, 1));
        assertThat(parse(Map.of("owner", other.toString())).owner()).isEqualTo(other);
        Actor nobody = new Actor.Anonymous(Origin.internal("test"));
        assertThat(Refusals.refusalOf(() -> ProjectQuery.parse(Input.of(Map.of("owner", "me")), nobody)))
                .isInstanceOf(Refusal.Unauthenticated.class);
    }

    @Test
    void readsWhatItGoesBy() {
        assertThat(parse(Map.of("status", "deleted", "visibility", "internal", "q", "%", "sort", "-updatedAt")))
                .isEqualTo(new ProjectQuery(
                        ProjectStatus.DELETED, Visibility.INTERNAL, null, "%", ProjectQuery.Sort.UPDATED_AT, true));
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        assertThat(Refusals.pointersOf(() -> parse(Map.of(
                        "status", "gone", "visibility", "", "owner", "you", "q", "x".repeat(201), "sort", "owner"))))
                .containsExactly("/status", "/visibility", "/owner", "/q", "/sort");
    }

    private static ProjectQuery parse(Map<String, String> members) {
        return ProjectQuery.parse(Input.of(members), READER);
    }
}
