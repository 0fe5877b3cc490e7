package dev.groundwork.domain;

import static dev.groundwork.domain.Refusals.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    @Test
    void keepsNothingOfTheMapItWasMadeFrom() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Map<String, Object> members = new HashMap<>(Map.of("list", list));
        JsonObject object = JsonObject.copyOf(members);
        list.add("b");
        members.put("more", 1);
        assertThat(object).isEqualTo(JsonObject.copyOf(Map.of("list", List.of("a"))));
    }

    @Test
    void canNotBeChangedAtAnyDepth() {
        JsonObject object = JsonObject.copyOf(Map.of("map", Map.of("list", List.of(1))));
        Map<?, ?> map = (Map<?, ?>) Objects.requireNonNull(object.members().get("map"));
        List<?> list = (List<?>) Objects.requireNonNull(map.get("list"));
        assertThatThrownBy(() -> object.members().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void keepsTheOrderOfItsMembersWhichEqualityIgnores() {
        Map<String, Object> there = new LinkedHashMap<>();
        there.put("z", 1);
        there.put("a", 2);
        Map<String, Object> back = new LinkedHashMap<>();
        back.put("a", 2);
        back.put("z", 1);
        assertThat(JsonObject.copyOf(there).members().keySet()).containsExactly("z", "a");
        assertThat(JsonObject.copyOf(there)).isEqualTo(JsonObject.copyOf(back));
    }

    @Test
    void holdsNull() {
        JsonObject object = JsonObject.copyOf(Map.of("list", Arrays.asList("a", null)));
        assertThat(object.members().get("list")).isEqualTo(Arrays.asList("a", null));
    }

    @Test
    void everyNumberIsABigDecimal() {
        JsonObject object = JsonObject.copyOf(Map.of("int", 1, "long", 2L, "double", 0.5));
        assertThat(object.members().values())
                .containsExactlyInAnyOrder(new BigDecimal("1"), new BigDecimal("2"), new BigDecimal("0.5"));
    }

    @Test
    void takes32Levels() {
        assertThatCode(() -> nested(32)).doesNotThrowAnyException();
    }

    @Test
    void refusesA33rdLevelThoughItIsEmpty() {
        assertThat(reasonOf(() -> nested(33))).isEqualTo("must not nest deeper than 32 levels");
    }

    @Test
    void countsListsAsLevels() {
        Object value = "leaf";
        for (int i = 0; i < 32; i++) {
            value = List.of(value);
        }
        Object tooDeep = value;
        assertThat(reasonOf(() -> JsonObject.copyOf(Map.of("a", tooDeep))))
                .isEqualTo("must not nest deeper than 32 levels");
    }

    @Test
    void refusesTextThatCanNotBeStoredInKeysAndValues() {
        assertThat(reasonOf(() -> JsonObject.copyOf(Map.of("a", "\0")))).contains("U+0000");
        assertThat(reasonOf(() -> JsonObject.copyOf(Map.of("\ud800", 1)))).contains("surrogate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E400", "1E-401", "1E2147483647", "-1E2147483647", "1E-2147483647"})
    void refusesNumbersThatNobodyCanWriteOut(String number) {
        assertThat(reasonOf(() -> JsonObject.copyOf(Map.of("a", new BigDecimal(number)))))
                .isEqualTo("must not hold numbers of more than 400 digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E399", "1E-400", "0", "-12.5", "-1.7976931348623157e308"})
    void takesNumbersOf400Digits(String number) {
        assertThatCode(() -> JsonObject.copyOf(Map.of("a", new BigDecimal(number))))
                .doesNotThrowAnyException();
    }

    @Test
    void writesNumbersOutAsEveryStoreGivesThemBack() {
        assertThat(JsonObject.copyOf(Map.of("n", new BigDecimal("1E+2"))))
                .isEqualTo(JsonObject.copyOf(Map.of("n", 100)));
    }

    @Test
    void refusesWhatJsonDoesNotKnow() {
        assertThatThrownBy(() -> JsonObject.copyOf(Map.of("a", new StringBuilder())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isAsLongAsItsJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("a", Arrays.asList(1, new BigDecimal("1E3"), true, null));
        members.put("quote\"", "line\n\u0001\\");
        members.put("empty", Map.of());
        members.put("none", List.of());
        String json = "{\"a\":[1,1000,true,null],\"quote\\\"\":\"line\\n\\u0001\\\\\",\"empty\":{},\"none\":[]}";
        assertThat(JsonObject.copyOf(members).textLength()).isEqualTo(json.length());
        assertThat(JsonObject.EMPTY.textLength()).isEqualTo(2);
    }

    /** Objects in one another, the innermost empty. */
    private static JsonObject nested(int levels) {
        Map<String, Object> object = Map.of();
        for (int level = 1; level < levels; level++) {
            object = Map.of("a", object);
        }
        return JsonObject.copyOf(object);
    }
}
