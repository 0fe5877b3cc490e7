package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places(3, 2);

    @Test
    void leavesPlacesForOthers() {
        assertThat(places.take("ada")).isTrue();
        assertThat(places.take("ada")).isTrue();
        assertThat(places.take("ada")).isFalse();
        assertThat(places.take("bob")).isTrue();
        assertThat(places.take("eve")).isFalse();
    }

    @Test
    void hasAPlaceAgainOnceOneIsGivenBack() {
        places.take("ada");
        places.take("ada");
        places.take("bob");

        places.giveBack("ada");

        assertThat(places.take("eve")).isTrue();
        assertThat(places.take("ada")).isFalse();
    }
}
