package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    /** The address that a session shows as its origin. */
    private static String seen(Served served, String forwarded) {
        return served.client()
                .with("X-Forwarded-For", forwarded)
                .post("/v1/auth/login", Map.of("login", "ada", "password", Served.PASSWORD))
                .expect(200)
                .json()
                .path("session")
                .path("ipAddress")
                .asString();
    }

    @Test
    void believesTheForwardedListAsFarAsTrustedProxiesWroteIt() {
        try (Served served = Served.start(Served.configuration().trusting("127.0.0.1", "10.0.0.0/8", "fd00::/8"))) {
            served.register("ada");
            assertThat(seen(served, "198.51.100.7")).isEqualTo("198.51.100.7");
            assertThat(seen(served, "1.1.1.1, 198.51.100.7, 10.1.2.3")).isEqualTo("198.51.100.7");
            assertThat(seen(served, "198.51.100.7:4711, fd00::5")).isEqualTo("198.51.100.7");
            assertThat(seen(served, "[2001:DB8:0:0::7]:443")).isEqualTo("2001:db8::7");
            assertThat(seen(served, "::ffff:198.51.100.7")).isEqualTo("198.51.100.7");
            assertThat(seen(served, "198.51.100.7, unknown")).isEqualTo("127.0.0.1");
            assertThat(seen(served, "10.0.0.0/8")).isEqualTo("127.0.0.1");
            assertThat(seen(served, "")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void believesNobodyWhereNobodyIsTrusted() {
        try (Served served = Served.start()) {
            served.register("ada");
            assertThat(seen(served, "198.51.100.7")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void refusesABlockThatIsNone() {
        assertThatThrownBy(() -> new ClientAddress(List.of("everybody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("everybody");
    }
}
