package dev.groundwork.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.Revision;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectChangeTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Project PROJECT = new Project(
            new ProjectId(new UUID(0, 1)),
            "Engine",
            "A machine",
            null,
            ProjectStatus.ACTIVE,
            Visibility.PRIVATE,
            JsonObject.copyOf(Map.of("colour", "red", "board", Map.of("columns", List.of("a"), "width", 3))),
            new Revision(NOW, NOW, 1));

    @Test
    void leavesAloneWhatItDoesNotName() {
        assertThat(parse(Map.of()).applyTo(PROJECT)).isEqualTo(PROJECT);
    }

    @Test
    void setsWhatItNames() {
        Map<String, @Nullable Object> members = new HashMap<>(Map.of("name", "Engine 2", "visibility", "public"));
        members.put("description", null);

        Project changed = parse(members).applyTo(PROJECT);

        assertThat(changed.name()).isEqualTo("Engine 2");
        assertThat(changed.description()).isNull();
        assertThat(changed.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(changed.settings()).isEqualTo(PROJECT.settings());
    }

    @Test
    void patchesTheSettingsMemberByMember() {
        Map<String, @Nullable Object> board = new HashMap<>(Map.of("columns", List.of("b", "c")));
        board.put("width", null);

        Project changed =
                parse(Map.of("settings", Map.of("board", board, "dense", true))).applyTo(PROJECT);

        assertThat(changed.settings())
                .isEqualTo(JsonObject.copyOf(
                        Map.of("colour", "red", "board", Map.of("columns", List.of("b", "c")), "dense", true)));
    }

    @Test
    void refusesSettingsThatGrowBeyondTheirBound() {
        Project full = parse(Map.of("settings", Map.of("a", "x".repeat(9_000)))).applyTo(PROJECT);

        assertThat(Refusals.pointersOf(() -> parse(Map.of("settings", Map.of("b", "x".repeat(9_000))))
                        .applyTo(full)))
                .containsExactly("/settings");
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        Map<String, @Nullable Object> members = new HashMap<>();
        members.put("name", null);
        members.put("description", 1);
        members.put("status", "deleted");
        members.put("visibility", "secret");
        members.put("settings", List.of());

        assertThat(Refusals.pointersOf(() -> parse(members)))
                .containsExactly("/name", "/description", "/status", "/visibility", "/settings");
    }

    private static ProjectChange parse(Map<String, ? extends @Nullable Object> members) {
        return ProjectChange.parse(Input.of(members));
    }
}
