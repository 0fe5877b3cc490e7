package dev.groundwork.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("title", "status", "dueDate", "description");

    @Test
    void findsTheWordWithTheFewestLettersToChange() {
        assertThat(Nearest.to("staus", KNOWN)).isEqualTo("status");
        assertThat(Nearest.to("x", List.of("to", "at"))).isEqualTo("to");
    }

    @Test
    void guessesOnlyWhatSomebodyMayHaveMeant() {
        assertThat(Nearest.plausible("due_date", KNOWN)).contains("dueDate");
        assertThat(Nearest.plausible("tilte", KNOWN)).contains("title");
        assertThat(Nearest.plausible("ownerId", KNOWN)).isEmpty();
        assertThat(Nearest.plausible("", KNOWN)).isEmpty();
        assertThat(Nearest.plausible("title", List.of())).isEmpty();
        assertThat(Nearest.plausible("title" + "e".repeat(60), List.of("title" + "e".repeat(59))))
                .isEmpty();
    }
}
