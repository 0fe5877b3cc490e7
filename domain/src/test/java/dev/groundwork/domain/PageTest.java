package dev.groundwork.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 200})
    void takesLimitsFrom1To200(int limit) {
        assertThat(new Page.Request(limit, null).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201})
    void refusesOtherLimits(int limit) {
        assertThatThrownBy(() -> new Page.Request(limit, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFirstPageHas50Items() {
        assertThat(Page.Request.first()).isEqualTo(new Page.Request(50, null));
    }

    @Test
    void aMappedPageGoesOnWhereTheFirstDid() {
        assertThat(new Page<>(List.of(1, 2), "next").map(String::valueOf))
                .isEqualTo(new Page<>(List.of("1", "2"), "next"));
    }
}
