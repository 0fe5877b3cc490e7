package dev.groundwork.domain.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.flag.Evaluation.Failed;
import dev.groundwork.domain.flag.Evaluation.Reason;
import dev.groundwork.domain.flag.Evaluation.Resolved;
import dev.groundwork.domain.flag.Evaluation.Unresolved;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Flags in flagd's definition. */
class FlagRulesTest {
    private static @Nullable String variant(Evaluation evaluation) {
        return evaluation instanceof Resolved resolved ? resolved.variant() : null;
    }

    private static Evaluation plain(boolean enabled) {
        return CompiledFlag.of(new FlagName("flag"), enabled, JsonObject.EMPTY, Evaluators.NONE)
                .evaluate(JsonObject.EMPTY, Rules.NOW);
    }

    @Test
    void isPlainlyOnOrOffWithoutRules() {
        assertThat(plain(true)).isEqualTo(new Resolved(true, "on", Reason.STATIC, JsonObject.EMPTY));
        assertThat(plain(false)).isEqualTo(new Resolved(false, "off", Reason.DISABLED, JsonObject.EMPTY));
    }

    @Test
    void goesByItsDefaultWhereNothingIsTargeted() {
        assertThat(Rules.evaluate("{\"variants\": {\"a\": \"x\"}, \"defaultVariant\": \"a\"}", "{}"))
                .isEqualTo(new Resolved("x", "a", Reason.STATIC, JsonObject.EMPTY));
        assertThat(Rules.evaluate("{\"variants\": {\"a\": \"x\"}, \"defaultVariant\": \"a\", \"targeting\": {}}", "{}"))
                .isEqualTo(new Resolved("x", "a", Reason.STATIC, JsonObject.EMPTY));
        assertThat(Rules.evaluate("{\"variants\": {\"a\": \"x\"}, \"defaultVariant\": null}", "{}"))
                .isEqualTo(new Unresolved(Reason.DEFAULT, JsonObject.EMPTY));
        assertThat(Rules.target("{\"var\": \"nobody\"}", "{}"))
                .isEqualTo(new Resolved(BigDecimal.valueOf(3), "c", Reason.DEFAULT, JsonObject.EMPTY));
        assertThat(Rules.evaluate("{\"variants\": {\"a\": \"x\"}, \"targeting\": {\"var\": \"nobody\"}}", "{}"))
                .isEqualTo(new Unresolved(Reason.DEFAULT, JsonObject.EMPTY));
    }

    @Test
    void answersNothingWhereItIsSwitchedOff() {
        JsonObject rules = Rules.object(
                "{\"variants\": {\"a\": \"x\"}, \"defaultVariant\": \"a\", \"metadata\": {\"team\": \"t\"}}");
        assertThat(CompiledFlag.of(new FlagName("flag"), false, rules, Evaluators.NONE)
                        .evaluate(JsonObject.EMPTY, Rules.NOW))
                .isEqualTo(new Unresolved(Reason.DISABLED, Rules.object("{\"team\": \"t\"}")));
    }

    @Test
    void answersWhatItsRulesChoose() {
        assertThat(Rules.target("{\"if\": [{\"==\": [{\"var\": \"x\"}, 1]}, \"a\", \"b\"]}", "{\"x\": 1}"))
                .isEqualTo(new Resolved(BigDecimal.ONE, "a", Reason.TARGETING_MATCH, JsonObject.EMPTY));
        assertThat(variant(Rules.evaluate(
                        "{\"variants\": {\"true\": \"x\", \"false\": \"y\"}, \"targeting\": {\"==\": [1, 1]}}", "{}")))
                .isEqualTo("true");
        assertThat(Rules.target("{\"var\": \"x\"}", "{\"x\": \"d\"}")).isInstanceOf(Failed.class);
        assertThat(Rules.target("{\"var\": \"x\"}", "{\"x\": 1}")).isInstanceOf(Failed.class);
        assertThat(Rules.target("{\"var\": \"x\"}", "{\"x\": [\"a\"]}")).isInstanceOf(Failed.class);
        assertThat(Rules.target("{\"==\": [1, 1]}", "{}")).isInstanceOf(Failed.class);
    }

    @Test
    void comparesVersions() {
        for (List<String> row : List.of(
                List.of("1.2.3", "=", "v1.2.3", "true"),
                List.of("V1.2.3", "=", "v1.2.3", "true"),
                List.of("1.2", "=", "1.2.0", "true"),
                List.of("v1", "<", "1.0.1", "true"),
                List.of("1.0.0+build", "=", "1.0.0", "true"),
                List.of("1.0.0-alpha", "<", "1.0.0", "true"),
                List.of("1.0.0-alpha.1", ">", "1.0.0-alpha", "true"),
                List.of("1.0.0-2", "<", "1.0.0-10", "true"),
                List.of("1.0.0-2", "<", "1.0.0-a", "true"),
                List.of("v1.0.0-5-gdeadbee", "^", "1.0.0", "true"),
                List.of("1.0.0-1a", ">", "1.0.0-1", "true"),
                List.of("1.0.0-alpha.1b", "=", "1.0.0-alpha.1b", "true"),
                List.of("1.10.0", ">", "1.9.0", "true"),
                List.of("2.0.0", "!=", "2.0.0", "false"),
                List.of("1.9.9", "^", "1.0.0", "true"),
                List.of("2.0.0", "^", "1.0.0", "false"),
                List.of("1.2.9", "~", "1.2.0", "true"),
                List.of("1.3.0", "~", "1.2.0", "false"),
                List.of("99999999999999999999.0.0", ">", "1.0.0", "true"),
                List.of("1.0.0", ">=", "1.0.0", "true"),
                List.of("1.0.0", "<=", "0.9.0", "false"))) {
            Object found = Rules.yields(
                    List.of(Map.of("sem_ver", List.of(Map.of("var", "v"), row.get(1), row.get(2)))),
                    Map.of("v", row.get(0)));
            assertThat(found).as("%s", row).isEqualTo(List.of(Boolean.valueOf(row.get(3))));
        }
        for (String wrong : List.of(
                "",
                "1.2.3.4",
                "01.2.3",
                "1.2-a",
                "x",
                "1.2.3-",
                "1.2.3+",
                "1..2",
                " 1.2.3",
                "1.2.3-01",
                "1.2.3-a..b")) {
            assertThat(Rules.yields(Map.of("sem_ver", List.of(Map.of("var", "v"), "=", "1.0.0")), Map.of("v", wrong)))
                    .as(wrong)
                    .isNull();
        }
        assertThat(Rules.yields("{\"sem_ver\": [{\"var\": \"v\"}, \"=\", \"1.0.0\"]}", "{\"v\": 1}"))
                .isEqualTo(true);
        assertThat(Rules.yields("{\"sem_ver\": [\"1\", {\"var\": \"o\"}, \"1\"]}", "{\"o\": \"==\"}"))
                .isNull();
    }

    @Test
    void comparesBeginningsAndEndsOfTextAlone() {
        assertThat(Rules.yields("{\"starts_with\": [\"abc\", \"ab\"]}", "{}")).isEqualTo(true);
        assertThat(Rules.yields("{\"ends_with\": [\"abc\", \"bc\"]}", "{}")).isEqualTo(true);
        assertThat(Rules.yields("{\"ends_with\": [\"abc\", \"ab\"]}", "{}")).isEqualTo(false);
        assertThat(Rules.yields("{\"starts_with\": [{\"var\": \"x\"}, \"1\"]}", "{\"x\": 1}"))
                .isNull();
        assertThat(Rules.yields("{\"starts_with\": [{\"var\": \"x\"}, \"1\"]}", "{}"))
                .isNull();
    }

    @Test
    void hashesAsMurmur3() {
        assertThat(Murmur3.hash("")).isZero();
        assertThat(Murmur3.hash("a")).isEqualTo(0x3c2569b2L);
        assertThat(Murmur3.hash("aaaa")).isEqualTo(0x7eeed987L);
        assertThat(Murmur3.hash("Hello, world!")).isEqualTo(0xc0363e43L);
        assertThat(Murmur3.hash("The quick brown fox jumps over the lazy dog")).isEqualTo(0x2e4ff723L);
    }

    @Test
    void drawsTheSameForTheSameTextAndByItsWeights() {
        String split = "{\"fractional\": [{\"var\": \"k\"}, [\"a\", 25], [\"b\", 50], [\"c\", 25]]}";
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String context = "{\"k\": \"user-" + i + "\"}";
            String variant = String.valueOf(variant(Rules.target(split, context)));
            assertThat(variant(Rules.target(split, context))).isEqualTo(variant);
            drawn.merge(variant, 1, Integer::sum);
        }
        assertThat(drawn.getOrDefault("a", 0) / 20_000.0).isCloseTo(0.25, within(0.02));
        assertThat(drawn.getOrDefault("b", 0) / 20_000.0).isCloseTo(0.5, within(0.02));
    }

    @Test
    void drawsByTheBucketsOfTheContract() {
        long bucket = (Murmur3.hash("some text") * 7) >>> 32;
        assertThat(variant(Rules.target("{\"fractional\": [\"some text\", [\"a\", 1], [\"b\", 2], [\"c\", 4]]}", "{}")))
                .isEqualTo(bucket < 1 ? "a" : bucket < 3 ? "b" : "c");
        long ofKey = (Murmur3.hash("flagsomebody") * 2) >>> 32;
        for (String by :
                List.of("[\"a\"], [\"b\"]", "null, [\"a\"], [\"b\"]", "{\"var\": \"none\"}, [\"a\", 1], [\"b\"]")) {
            assertThat(variant(Rules.target("{\"fractional\": [" + by + "]}", "{\"targetingKey\": \"somebody\"}")))
                    .as(by)
                    .isEqualTo(ofKey == 0 ? "a" : "b");
        }
    }

    @Test
    void drawsNothingWhereThereIsNothingToDrawByOrFrom() {
        String split = "{\"fractional\": [[\"a\", 1], [\"b\", 1]]}";
        for (String context : List.of("{}", "{\"targetingKey\": \"\"}", "{\"targetingKey\": 1}")) {
            assertThat(Rules.target(split, context))
                    .as(context)
                    .isEqualTo(new Resolved(BigDecimal.valueOf(3), "c", Reason.DEFAULT, JsonObject.EMPTY));
        }
        String weighed = "{\"fractional\": [\"x\", [\"a\", {\"var\": \"w\"}], [\"b\", {\"var\": \"v\"}]]}";
        assertThat(variant(Rules.target(weighed, "{\"w\": -5, \"v\": 1}"))).isEqualTo("b");
        assertThat(variant(Rules.target(weighed, "{\"w\": 0, \"v\": 1}"))).isEqualTo("b");
        for (String context : List.of(
                "{\"w\": 0, \"v\": 0}",
                "{\"w\": 0.5, \"v\": 1}",
                "{\"w\": \"1\", \"v\": 1}",
                "{\"w\": 2147483647, \"v\": 1}",
                "{\"w\": 1e30, \"v\": 1}")) {
            assertThat(variant(Rules.target(weighed, context))).as(context).isEqualTo("c");
        }
        assertThat(variant(Rules.target(
                        "{\"fractional\": [{\"var\": \"n\"}, [\"a\"]]}", "{\"n\": 5, \"targetingKey\": \"x\"}")))
                .isEqualTo("c");
    }

    @Test
    void refusesWhatCanBeSeenToBeWrongAndSaysWhere() {
        assertThat(Rules.faultsOf("{\"if\": [{\"foo\": []}, \"a\", \"d\"]}"))
                .containsExactly(
                        "/rules/targeting/if/0: has an unknown operator: foo",
                        "/rules/targeting/if/2: answers what is no variant: d; there are a, b, c");
        assertThat(Rules.faultsOf("{\"if\": [true, 1]}")).hasSize(1);
        assertThat(Rules.faultsOf("{\"if\": [true, true, \"a\"]}")).hasSize(1);
        assertThat(Rules.faultsOf("{\"fractional\": [[\"a\", -1], [\"d\", 1.5]]}"))
                .containsExactly(
                        "/rules/targeting/fractional/0/1: must be a whole number from 0 to 2147483647",
                        "/rules/targeting/fractional/1/1: must be a whole number from 0 to 2147483647",
                        "/rules/targeting/fractional/1/0: answers what is no variant: d; there are a, b, c");
        for (String wrong : List.of(
                "{\"fractional\": [[\"a\", 0], [\"b\", 0]]}",
                "{\"fractional\": [{\"var\": \"x\"}]}",
                "{\"fractional\": []}",
                "{\"fractional\": [5, [\"a\"]]}",
                "{\"fractional\": [[\"a\", 2147483647], [\"b\", 1]]}",
                "{\"fractional\": [\"x\", \"a\"]}",
                "{\"fractional\": [[\"a\", \"1\"]]}",
                "{\"fractional\": [[\"a\", 1, 2]]}",
                "{\"if\": [{\"sem_ver\": [\"1.0.0\", \"==\", \"1.0.0\"]}, \"a\"]}",
                "{\"if\": [{\"sem_ver\": [\"x\", \"=\", \"1.0.0\"]}, \"a\"]}",
                "{\"if\": [{\"sem_ver\": [\"1\", \"=\"]}, \"a\"]}",
                "{\"if\": [{\"starts_with\": [{\"var\": \"x\"}, 1]}, \"a\"]}",
                "{\"if\": [{\"ends_with\": [\"x\"]}, \"a\"]}",
                "{\"if\": [{\"==\": [1]}, \"a\"]}",
                "{\"if\": [{\"var\": true}, \"a\"]}",
                "{\"if\": [{\"==\": [1, 1], \"!=\": [1, 1]}, \"a\"]}",
                "{\"$ref\": \"nobody\"}",
                "{\"$ref\": 1}")) {
            assertThat(Rules.faultsOf(wrong)).as(wrong).hasSize(1);
        }
        assertThat(Rules.faultsOf("{\"a/b~\": []}")).containsExactly("/rules/targeting: has an unknown operator: a/b~");
    }

    @Test
    void refusesADefinitionThatIsNone() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "{\"state\": \"ENABLED\", \"variants\": {\"a\": 1}}", "/rules/state",
                        "{\"targeting\": {}}", "/rules/variants",
                        "{\"variants\": {}}", "/rules/variants",
                        "{\"variants\": {\"a\": 1, \"b\": \"x\"}}", "/rules/variants",
                        "{\"variants\": {\"a\": null}}", "/rules/variants/a",
                        "{\"variants\": {\"a\": [1]}}", "/rules/variants/a",
                        "{\"variants\": {\"a\": 1}, \"defaultVariant\": \"b\"}", "/rules/defaultVariant",
                        "{\"variants\": {\"a\": 1}, \"defaultVariant\": 1}", "/rules/defaultVariant",
                        "{\"variants\": {\"a\": 1}, \"targeting\": \"a\"}", "/rules/targeting",
                        "{\"variants\": {\"a\": 1}, \"metadata\": {\"x\": {}}}", "/rules/metadata")
                .entrySet()) {
            assertThat(Rules.faults(wrong.getKey(), Evaluators.NONE))
                    .as(wrong.getKey())
                    .singleElement()
                    .asString()
                    .startsWith(wrong.getValue() + ": ");
        }
        assertThat(Rules.faults("{\"variants\": {\"a\": 1, \"b\": 1.5}}", Evaluators.NONE))
                .isEmpty();
    }

    @Test
    void sharesRulesByReference() {
        Evaluators evaluators = Evaluators.of(Rules.object(
                "{\"staff\": {\"ends_with\": [{\"var\": \"email\"}, \"@example.org\"]}, \"both\": {\"and\": [{\"$ref\": \"staff\"}, true]},"
                        + " \"answer\": {\"if\": [{\"$ref\": \"both\"}, \"a\", \"z\"]}}"));
        JsonObject rules = Rules.object(
                "{\"variants\": {\"a\": 1, \"b\": 2}, \"targeting\": {\"if\": [{\"$ref\": \"both\"}, \"a\", \"b\"]}}");
        CompiledFlag flag = CompiledFlag.of(new FlagName("flag"), true, rules, evaluators);

        assertThat(variant(flag.evaluate(Rules.object("{\"email\": \"x@example.org\"}"), Rules.NOW)))
                .isEqualTo("a");
        assertThat(variant(flag.evaluate(Rules.object("{\"email\": \"x@example.com\"}"), Rules.NOW)))
                .isEqualTo("b");
        assertThat(Rules.faults(
                        "{\"variants\": {\"a\": 1}, \"targeting\": {\"if\": [true, {\"$ref\": \"answer\"}]}}",
                        evaluators))
                .containsExactly("/rules/targeting/if/1: answers what is no variant: z; there are a");
    }

    @Test
    void refusesSharedRulesThatAreWrongOrReferToThemselves() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "{\"a\": {\"$ref\": \"a\"}}", "/a",
                        "{\"a\": {\"!\": {\"$ref\": \"b\"}}, \"b\": {\"!\": {\"$ref\": \"a\"}}}", "/a",
                        "{\"a\": {\"if\": [{\"foo\": 1}]}}", "/a/if/0",
                        "{\"a\": {\"$ref\": \"nobody\"}}", "/a/$ref")
                .entrySet()) {
            assertThatThrownBy(() -> Evaluators.of(Rules.object(wrong.getKey())))
                    .as(wrong.getKey())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(((Refusal.Invalid) refused.refusal()).violations())
                                    .extracting(Violation::pointer)
                                    .first()
                                    .isEqualTo(wrong.getValue()));
        }
    }

    @Test
    void isBoundedHoweverItIsWritten() {
        StringBuilder chain = new StringBuilder("{\"r0\": {\"!\": {\"var\": \"x\"}}");
        for (int i = 1; i < 5_000; i++) {
            chain.append(", \"r")
                    .append(i)
                    .append("\": {\"!\": {\"$ref\": \"r")
                    .append(i - 1)
                    .append("\"}}");
        }
        assertThatThrownBy(() -> Evaluators.of(Rules.object(chain.append("}").toString())))
                .isInstanceOf(Refused.class);

        String doubling =
                "{\"reduce\": [{\"var\": \"l\"}, {\"cat\": [{\"var\": \"accumulator\"}, {\"var\": \"accumulator\"}]}, \"xx\"]}";
        String list = "[" + "1,".repeat(100) + "1]";
        Evaluation evaluation = bounded(() -> Rules.target(doubling, "{\"l\": " + list + "}"));
        assertThat(evaluation).isInstanceOf(Failed.class);
        String nested =
                "{\"map\": [{\"var\": \"l\"}, {\"map\": [{\"var\": \"\"}, {\"map\": [{\"var\": \"\"}, {\"in\": [\"zz\", {\"var\": \"\"}]}]}]}]}";
        assertThat(bounded(() -> Rules.target(nested, "{\"l\": [" + ("[" + list + "],").repeat(200) + list + "]}")))
                .isInstanceOf(Failed.class);
    }

    private static Evaluation bounded(Supplier<Evaluation> evaluating) {
        long began = System.nanoTime();
        Evaluation evaluation = evaluating.get();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        return evaluation;
    }

    @Test
    void keepsEveryOtherFlagWhereOneIsBroken() {
        var revision = new Revision(Instant.EPOCH, Instant.EPOCH, 1);
        FlagSet set = FlagSet.of(
                "1",
                List.of(
                        new Flag(new FlagName("z"), true, null, JsonObject.EMPTY, revision),
                        new Flag(new FlagName("broken"), true, null, Rules.object("{\"x\": 1}"), revision)),
                Evaluators.NONE);

        assertThat(set.all()).extracting(flag -> flag.name().value()).containsExactly("broken", "z");
        assertThat(set.find("broken").orElseThrow().evaluate(JsonObject.EMPTY, Rules.NOW))
                .isInstanceOf(Failed.class);
        assertThat(set.find("z").orElseThrow().evaluate(JsonObject.EMPTY, Rules.NOW))
                .isInstanceOf(Resolved.class);
        assertThat(set.find("nobody")).isEmpty();
    }

    /** Rules each of which refers to the one before twice, so that there are 2^40 ways through them. */
    private static String doubling(String first, String operator) {
        StringBuilder rules = new StringBuilder("{\"r0\": " + first);
        for (int i = 1; i <= 40; i++) {
            String before = "{\"$ref\": \"r" + (i - 1) + "\"}";
            rules.append(", \"r").append(i).append("\": ").append(operator.replace("_", before));
        }
        return rules.append("}").toString();
    }

    @Test
    void isBoundedWhereRulesReferToOneAnotherTwice() {
        long began = System.nanoTime();
        Evaluators answers = Evaluators.of(Rules.object(doubling("\"zzz\"", "{\"if\": [{\"var\": \"x\"}, _, _]}")));
        assertThat(Rules.faults("{\"variants\": {\"a\": 1}, \"targeting\": {\"$ref\": \"r40\"}}", answers))
                .containsExactly("/rules/targeting: answers what is no variant: zzz; there are a");
        Evaluators silent = Evaluators.of(Rules.object(doubling("1", "{\"in\": [_, _]}")));
        CompiledFlag flag = CompiledFlag.of(
                new FlagName("flag"),
                true,
                Rules.object("{\"variants\": {\"a\": 1}, \"targeting\": {\"if\": [{\"$ref\": \"r40\"}, \"a\"]}}"),
                silent);
        assertThat(flag.evaluate(JsonObject.EMPTY, Rules.NOW)).isInstanceOf(Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void failsForOneContextWhereThatIsBuiltToBreakIt() {
        String list = "[" + "1,".repeat(11_000) + "1]";
        assertThat(bounded(() -> Rules.target(
                        "{\"cat\": [{\"reduce\": [{\"var\": \"l\"}, [{\"var\": \"accumulator\"}], []]}]}",
                        "{\"l\": " + list + "}")))
                .isInstanceOf(Failed.class);
        String long1 = "a".repeat(50_000) + "b";
        assertThat(bounded(() -> Rules.target(
                        "{\"if\": [{\"in\": [{\"var\": \"s\"}, {\"var\": \"t\"}]}, \"a\"]}",
                        "{\"s\": \"" + long1 + "\", \"t\": \"" + "a".repeat(100_000) + "\"}")))
                .isInstanceOf(Failed.class);
        String weighed = "{\"fractional\": [{\"var\": \"k\"}, [\"a\", 5], [\"b\", {\"var\": \"w\"}]]}";
        for (String weight : List.of("-9223372036854775809", "-18446744073709551611", "-1e300")) {
            assertThat(variant(Rules.target(weighed, "{\"k\": \"k3\", \"w\": " + weight + "}")))
                    .as(weight)
                    .isEqualTo("a");
        }
    }

    @Test
    void keepsSharedRulesThatAreSoundBesideOnesThatAreNot() {
        Evaluators evaluators = Evaluators.ofStored(
                Rules.object(
                        "{\"good\": {\"var\": \"x\"}, \"new\": {\"of_tomorrow\": []}, \"through\": {\"!\": {\"$ref\": \"new\"}}}"));
        assertThat(Rules.faults(
                        "{\"variants\": {\"a\": 1}, \"targeting\": {\"if\": [{\"$ref\": \"good\"}, \"a\"]}}",
                        evaluators))
                .isEmpty();
        assertThat(Rules.faults(
                        "{\"variants\": {\"a\": 1}, \"targeting\": {\"if\": [{\"$ref\": \"through\"}, \"a\"]}}",
                        evaluators))
                .hasSize(1);
    }
}
