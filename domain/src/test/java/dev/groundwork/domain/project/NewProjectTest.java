package dev.groundwork.domain.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusals;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewProjectTest {

    @Test
    void needsANameAlone() {
        assertThat(parse(Map.of("name", " Engine "))).isEqualTo(NewProject.named("Engine"));
    }

    @Test
    void isPrivateUnlessSomebodySaysOtherwise() {
        assertThat(NewProject.named("Engine").visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(parse(Map.of("name", "Engine", "visibility", "internal")).visibility())
                .isEqualTo(Visibility.INTERNAL);
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        assertThat(Refusals.pointersOf(() ->
                        parse(Map.of("name", " ", "description", 1, "visibility", "secret", "settings", List.of()))))
                .containsExactly("/name", "/description", "/visibility", "/settings");
    }

    @Test
    void aNameHasAtMost255Characters() {
        assertThat(Project.parseName("a".repeat(255))).hasSize(255);
        assertThat(Refusals.violationsOf(() -> Project.parseName("a".repeat(256))))
                .hasSize(1);
    }

    @Test
    void aDescriptionHasAtMost10000Characters() {
        assertThat(Project.parseDescription("a".repeat(10_000))).hasSize(10_000);
        assertThat(Refusals.violationsOf(() -> Project.parseDescription("a".repeat(10_001))))
                .hasSize(1);
    }

    @Test
    void settingsHaveAtMost16384CharactersOfJson() {
        // {"a":"…"}
        assertThatCode(() -> Project.requireSettings(settings(16_384 - 8))).doesNotThrowAnyException();
        assertThat(Refusals.reasonOf(() -> Project.requireSettings(settings(16_384 - 7))))
                .isEqualTo("must have at most 16384 characters as JSON");
    }

    private static JsonObject settings(int length) {
        return JsonObject.copyOf(Map.of("a", "x".repeat(length)));
    }

    private static NewProject parse(Map<String, Object> members) {
        return NewProject.parse(Input.of(members));
    }
}
