package dev.groundwork.domain.flag;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jamsesso.jsonlogic.JsonLogic;
import io.github.jamsesso.jsonlogic.JsonLogicException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** JsonLogic as jsonlogic.com/operations.html describes it, as JavaScript takes values, and as another implementation has it. */
class JsonLogicTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A rule, the data that it looks at, and what it yields. */
    private static final String CASES = """
            true | {} | true
            17 | {} | 17
            ["a", "b"] | {} | ["a", "b"]
            {"var": "a"} | {"a": 1} | 1
            {"var": ["a"]} | {"a": 1} | 1
            {"var": ["z", 26]} | {"a": 1} | 26
            {"var": "champ.name"} | {"champ": {"name": "Fezzig"}} | "Fezzig"
            {"var": 1} | ["zero", "one"] | "one"
            {"var": ""} | "Dolly" | "Dolly"
            {"var": []} | 1 | 1
            {"missing": ["a", "b"]} | {"a": "x"} | ["b"]
            {"missing": "a"} | {"a": ""} | ["a"]
            {"missing": {"merge": ["a", {"if": [true, ["b", "c"], []]}]}} | {"b": 1} | ["a", "c"]
            {"missing_some": [1, ["a", "b", "c"]]} | {"a": 1} | []
            {"missing_some": [2, ["a", "b", "c"]]} | {"a": 1} | ["b", "c"]
            {"if": [true, "yes", "no"]} | {} | "yes"
            {"if": [false, "a", 0, "b", "c"]} | {} | "c"
            {"if": [false, "a", 1, "b", "c"]} | {} | "b"
            {"if": [false, "a"]} | {} | null
            {"if": ["a"]} | {} | "a"
            {"if": []} | {} | null
            {"?:": [[], 1, 2]} | {} | 2
            {"if": ["0", 1, 2]} | {} | 1
            {"if": [{"var": "o"}, 1, 2]} | {"o": {}} | 1
            {"==": [1, "1"]} | {} | true
            {"==": [0, false]} | {} | true
            {"===": [1, "1"]} | {} | false
            {"!=": [1, "1"]} | {} | false
            {"!==": [1, "1"]} | {} | true
            {"!": true} | {} | false
            {"!": [[]]} | {} | true
            {"!!": [[]]} | {} | false
            {"!!": ["0"]} | {} | true
            {"or": [false, 0, "a", "b"]} | {} | "a"
            {"or": [false, 0]} | {} | 0
            {"and": [true, "", "a"]} | {} | ""
            {"and": [true, "a", 3]} | {} | 3
            {">": [2, 1]} | {} | true
            {">=": ["2", 1]} | {} | true
            {"<": [1, 2, 3]} | {} | true
            {"<": [1, 1, 3]} | {} | false
            {"<=": [1, 1, 3]} | {} | true
            {"<=": [1, 4, 3]} | {} | false
            {"max": [1, 3, 2]} | {} | 3
            {"min": [3, 1, 2]} | {} | 1
            {"+": [1, 2, "3"]} | {} | 6
            {"+": "3.14"} | {} | 3.14
            {"+": [1, null]} | {} | null
            {"-": [3, 2]} | {} | 1
            {"-": 3} | {} | -3
            {"*": [2, 3, "2"]} | {} | 12
            {"/": [1, 4]} | {} | 0.25
            {"%": [101, 2]} | {} | 1
            {"map": [{"var": "l"}, {"*": [{"var": ""}, 2]}]} | {"l": [1, 2]} | [2, 4]
            {"map": [{"var": "none"}, 1]} | {} | []
            {"filter": [{"var": "l"}, {"%": [{"var": ""}, 2]}]} | {"l": [1, 2, 3]} | [1, 3]
            {"reduce": [{"var": "l"}, {"+": [{"var": "current"}, {"var": "accumulator"}]}, 5]} | {"l": [1, 2]} | 8
            {"reduce": [{"var": "none"}, 1, 7]} | {} | 7
            {"all": [[1, 2], {">": [{"var": ""}, 0]}]} | {} | true
            {"all": [[], true]} | {} | false
            {"none": [[], true]} | {} | true
            {"none": [[-3, -2], {">": [{"var": ""}, 0]}]} | {} | true
            {"some": [[-1, 1], {">": [{"var": ""}, 0]}]} | {} | true
            {"some": [{"var": "pies"}, {"==": [{"var": "filling"}, "apple"]}]} | {"pies": [{"filling": "apple"}]} | true
            {"merge": [[1, 2], 3, [4]]} | {} | [1, 2, 3, 4]
            {"merge": 1} | {} | [1]
            {"in": ["Ringo", ["John", "Ringo"]]} | {} | true
            {"in": ["Spring", "Springfield"]} | {} | true
            {"in": [1, ["1"]]} | {} | false
            {"cat": ["I love ", {"var": "what"}, 2]} | {"what": "pie"} | "I love pie2"
            {"substr": ["jsonlogic", 4]} | {} | "logic"
            {"substr": ["jsonlogic", -5]} | {} | "logic"
            {"substr": ["jsonlogic", 1, 3]} | {} | "son"
            {"substr": ["jsonlogic", 4, -2]} | {} | "log"
            {"substr": ["jsonlogic", -1, 5]} | {} | "c"
            {"log": "apple"} | {} | "apple"
            """;

    @Test
    void doesWhatItsDescriptionSays() {
        List<String> cases = CASES.lines().toList();
        assertThat(cases).hasSizeGreaterThan(70);
        for (String one : cases) {
            String[] parts = one.split(" \\| ", 3);

            Object found = Rules.yields(parts[0], parts[1]);

            assertThat(plain(found)).as(one).isEqualTo(plain(Rules.json(parts[2])));
        }
    }

    /** Numbers by value, however they are held. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> new BigDecimal(number.toString()).doubleValue();
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(plain(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> members = new LinkedHashMap<>();
                map.forEach((key, member) -> members.put(key, plain(member)));
                yield members;
            }
            default -> value;
        };
    }

    @Test
    void doesWhatAnotherImplementationDoes() throws JsonLogicException {
        long seed = 20_261_125;
        Random random = new Random(seed);
        JsonLogic other = new JsonLogic();
        for (int i = 0; i < 20_000; i++) {
            Object rule = new Generated(random).condition(3);
            Map<String, Object> data = new Generated(random).data();
            String written = JSON.writeValueAsString(rule);
            Object expected = other.apply(written, data);

            Object found = Rules.yields(Rules.json(written), Rules.json(JSON.writeValueAsString(data)));

            assertThat(plain(found))
                    .as("seed %s: %s of %s", seed, written, data)
                    .isEqualTo(plain(expected));
        }
    }

    /**
     * Rules on which both should agree. Left out is what json-logic-java does otherwise than the published JsonLogic: comparing
     * values of different kinds, text by its order, arithmetic on what is no number, minus zero, and a default that has to
     * be computed.
     */
    private record Generated(Random random) {
        private static final List<String> WORDS = List.of("", "a", "ab", "b", "1", "ä", "a.b");

        Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("n", random.nextInt(10) - 5);
            data.put("m", random.nextInt(10) / 2.0);
            data.put("t", word());
            data.put("l", List.of(1, 2, random.nextInt(4)));
            data.put("deep", Map.of("n", random.nextInt(3), "t", word()));
            return data;
        }

        private String word() {
            return WORDS.get(random.nextInt(WORDS.size()));
        }

        private Object pick(Object... choices) {
            return choices[random.nextInt(choices.length)];
        }

        Object condition(int depth) {
            if (depth == 0) {
                return random.nextBoolean();
            }
            return switch (random.nextInt(10)) {
                case 0 -> Map.of("and", List.of(condition(depth - 1), condition(depth - 1), condition(depth - 1)));
                case 1 -> Map.of("or", List.of(condition(depth - 1), condition(depth - 1)));
                case 2 -> Map.of("!", List.of(condition(depth - 1)));
                case 3 -> Map.of("if", List.of(condition(depth - 1), condition(depth - 1), condition(depth - 1)));
                case 4 ->
                    Map.of((String) pick("==", "===", "!=", "!=="), List.of(number(depth - 1), number(depth - 1)));
                case 5 -> Map.of((String) pick("==", "===", "!=", "!=="), List.of(text(depth - 1), text(depth - 1)));
                case 6 -> Map.of((String) pick("<", "<=", ">", ">="), List.of(number(depth - 1), number(depth - 1)));
                case 7 -> Map.of("in", List.of(text(depth - 1), text(depth - 1)));
                case 8 ->
                    Map.of(
                            (String) pick("all", "some", "none"),
                            List.of(Map.of("var", "l"), Map.of(">", List.of(Map.of("var", ""), random.nextInt(4)))));
                default -> Map.of("!!", List.of(pick(number(depth - 1), text(depth - 1))));
            };
        }

        private Object number(int depth) {
            if (depth == 0) {
                return pick(random.nextInt(5), random.nextInt(10) / 4.0, Map.of("var", "n"), Map.of("var", "deep.n"));
            }
            return switch (random.nextInt(5)) {
                case 0 -> Map.of("+", List.of(number(depth - 1), number(depth - 1), number(depth - 1)));
                case 1 -> Map.of("-", List.of(number(depth - 1), number(depth - 1)));
                case 2 -> Map.of((String) pick("min", "max"), List.of(number(depth - 1), number(depth - 1)));
                case 3 ->
                    Map.of(
                            "reduce",
                            List.of(
                                    Map.of("var", "l"),
                                    Map.of("+", List.of(Map.of("var", "current"), Map.of("var", "accumulator"))),
                                    0));
                default -> Map.of("var", List.of("missing", random.nextInt(9)));
            };
        }

        private Object text(int depth) {
            if (depth == 0) {
                return pick(word(), Map.of("var", "t"), Map.of("var", "deep.t"));
            }
            return random.nextBoolean()
                    ? Map.of("cat", List.of(text(depth - 1), text(depth - 1)))
                    : Map.of("if", List.of(condition(depth - 1), text(depth - 1), text(depth - 1)));
        }
    }

    @Test
    void coercesAsJavaScriptDoes() {
        assertThat(Rules.yields("{\"==\": [null, 0]}", "{}")).isEqualTo(false);
        assertThat(Rules.yields("{\"==\": [\"\", 0]}", "{}")).isEqualTo(true);
        assertThat(Rules.yields("{\"==\": [\"1.0\", 1]}", "{}")).isEqualTo(true);
        assertThat(Rules.yields("{\"==\": [[1], 1]}", "{}")).isEqualTo(true);
        assertThat(Rules.yields("{\"==\": [true, \"1\"]}", "{}")).isEqualTo(true);
        assertThat(Rules.yields("{\"<\": [\"10\", \"9\"]}", "{}")).isEqualTo(true);
        assertThat(Rules.yields("{\"<\": [\"10\", 9]}", "{}")).isEqualTo(false);
        assertThat(Rules.yields("{\"<\": [\"x\", 9]}", "{}")).isEqualTo(false);
        assertThat(Rules.yields("{\"<\": [null, 1]}", "{}")).isEqualTo(true);
        assertThat(Rules.yields("{\"/\": [1, 0]}", "{}")).isNull();
        assertThat(Rules.yields("{\"%\": [1, 0]}", "{}")).isNull();
        assertThat(Rules.yields("{\"cat\": [1, 1.5, true, null, [1, null, 2], 1e2]}", "{}"))
                .isEqualTo("11.5true1,,2100");
    }

    @Test
    void keepsEveryDigitOfNumbersThatItOnlyCompares() {
        String large = "{\"x\": 9007199254740993}";
        assertThat(Rules.yields("{\"===\": [{\"var\": \"x\"}, 9007199254740993]}", large))
                .isEqualTo(true);
        assertThat(Rules.yields("{\"===\": [{\"var\": \"x\"}, 9007199254740992]}", large))
                .isEqualTo(false);
        assertThat(Rules.yields("{\">\": [{\"var\": \"x\"}, 9007199254740992]}", large))
                .isEqualTo(true);
        assertThat(Rules.yields("{\"===\": [1, 1.0]}", "{}")).isEqualTo(true);
    }

    @Test
    void looksIntoTheContextByPath() {
        String context = "{\"a\": {\"b\": [10, {\"c\": \"x\"}], \"\": 1}, \"n\": null}";
        assertThat(Rules.yields("{\"var\": \"a.b.1.c\"}", context)).isEqualTo("x");
        assertThat(Rules.yields("{\"var\": \"a.b.2\"}", context)).isNull();
        assertThat(Rules.yields("{\"var\": [\"a.b.-1\", 7]}", context)).isEqualTo(BigDecimal.valueOf(7));
        assertThat(Rules.yields("{\"var\": [\"n\", 7]}", context)).isEqualTo(BigDecimal.valueOf(7));
        assertThat(Rules.yields("{\"var\": {\"cat\": [\"a\", \".b.0\"]}}", context))
                .isEqualTo(BigDecimal.TEN);
        assertThat(Rules.yields("{\"var\": \"$flagd.flagKey\"}", "{\"$flagd\": {\"flagKey\": \"forged\"}}"))
                .isEqualTo("flag");
        assertThat(Rules.yields("{\"var\": \"$flagd.timestamp\"}", context)).isEqualTo(Rules.NOW.getEpochSecond());
    }
}
