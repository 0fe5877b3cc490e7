package dev.groundwork.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Test
    void measuresItselfAsJsonTextWithoutBlanks() {
        Map<String, @Nullable Object> members = new HashMap<>();
        members.put("text", "a \"quote\", a \\, a \n and a \u0001");
        members.put("list", Arrays.asList("x", true, null, 1.5));
        members.put("empty", List.of());
        members.put("object", Map.of("none", Map.of()));
        String json = "{\"text\":\"a \\\"quote\\\", a \\\\, a \\n and a \\u0001\",\"list\":[\"x\",true,null,1.5],"
                + "\"empty\":[],\"object\":{\"none\":{}}}";

        assertThat(JsonObject.copyOf(members).textLength()).isEqualTo(json.length());
        assertThat(JsonObject.EMPTY.textLength()).isEqualTo("{}".length());
    }

    @Test
    void writesNumbersOut() {
        assertThat(JsonObject.copyOf(Map.of("n", new BigDecimal("1E+2"))))
                .isEqualTo(JsonObject.copyOf(Map.of("n", 100)));
    }

    @Test
    void refusesNumbersOfMoreDigitsThanAnybodyNeeds() {
        for (String number : List.of("1e400", "1e-401", "1e2147483647", "1e-2147483647", "9".repeat(401))) {
            assertThatThrownBy(() -> JsonObject.copyOf(Map.of("n", new BigDecimal(number))))
                    .as(number)
                    .isInstanceOf(Refused.class);
        }
        for (String number : List.of("1e399", "1e-400", "9".repeat(400), "0", "-1.7976931348623157e308")) {
            assertThat(JsonObject.copyOf(Map.of("n", new BigDecimal(number))).members())
                    .hasSize(1);
        }
    }
}
