package dev.groundwork.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeTest {

    @Test
    void noChangeLeavesTheValue() {
        assertThat(Change.<String>none().orElse("old")).isEqualTo("old");
    }

    @Test
    void aChangeSetsTheValueAlsoToNull() {
        assertThat(Change.to("new").orElse("old")).isEqualTo("new");
        assertThat(Change.<@Nullable String>to(null).orElse("old")).isNull();
    }

    @Test
    void aDerivedChangeIsOneOnlyWhereThereWasOne() {
        assertThat(Change.to("abc").map(String::length)).isEqualTo(Change.to(3));
        assertThat(Change.<String>none().map(String::length)).isEqualTo(Change.none());
    }
}
