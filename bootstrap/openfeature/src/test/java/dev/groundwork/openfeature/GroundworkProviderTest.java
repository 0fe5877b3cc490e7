package dev.groundwork.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.flag.FlagChange;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.flag.NewFlag;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroundworkProviderTest {
    private static final Actor OPERATOR = Actor.SystemActor.operator(Origin.internal("test"));
    private static final Map<String, Object> NUMBERS = Map.of("whole", 3, "half", 2.5, "wide", 5_000_000_000L);

    private final Groundwork groundwork = new InMemory().groundwork();
    private final OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    private final Client client = api.getClient();

    @BeforeEach
    void install() {
        api.setProviderAndWait(new GroundworkProvider(groundwork));
    }

    @AfterEach
    void shutDown() {
        api.shutdown();
    }

    private void make(String name, boolean enabled, Map<String, ?> rules) {
        groundwork
                .flags()
                .create(OPERATOR, NewFlag.parse(Input.of(Map.of("name", name, "enabled", enabled, "rules", rules))));
    }

    /** A flag of this value for everybody. */
    private void make(String name, Object value) {
        make(
                name,
                true,
                Map.of(
                        "variants",
                        Map.of("v", value),
                        "defaultVariant",
                        "v",
                        "metadata",
                        Map.of("team", "ui", "n", 7)));
    }

    @Test
    void answersWithValueVariantReasonAndMetadata() {
        make("colour", "#00f");
        FlagEvaluationDetails<String> colour = client.getStringDetails("colour", "red");
        assertThat(colour.getValue()).isEqualTo("#00f");
        assertThat(colour.getVariant()).isEqualTo("v");
        assertThat(colour.getReason()).isEqualTo("STATIC");
        assertThat(colour.getErrorCode()).isNull();
        assertThat(colour.getFlagMetadata().getString("team")).isEqualTo("ui");
        assertThat(colour.getFlagMetadata().getInteger("n")).isEqualTo(7);
        make("plain", true, Map.of());
        assertThat(client.getBooleanValue("plain", false)).isTrue();
    }

    @Test
    void answersWithTheCallersDefaultWhereThereIsNoValue() {
        make("off", false, Map.of("variants", Map.of("a", "x"), "defaultVariant", "a"));
        FlagEvaluationDetails<String> off = client.getStringDetails("off", "mine");
        assertThat(off.getValue()).isEqualTo("mine");
        assertThat(off.getReason()).isEqualTo("DISABLED");
        assertThat(off.getErrorCode()).isNull();
        make("none", true, Map.of("variants", Map.of("a", "x")));
        assertThat(client.getStringDetails("none", "mine").getReason()).isEqualTo("DEFAULT");
    }

    @Test
    void convertsNumbersOnlyWhereTheyAreWhatIsAskedFor() {
        NUMBERS.forEach(this::make);
        assertThat(client.getIntegerValue("whole", 0)).isEqualTo(3);
        assertThat(client.getLongValue("wide", 0L)).isEqualTo(5_000_000_000L);
        assertThat(client.getDoubleValue("half", 0.0)).isEqualTo(2.5);
        assertThat(client.getDoubleValue("whole", 0.0)).isEqualTo(3.0);
        for (FlagEvaluationDetails<?> mismatch : List.of(
                client.getIntegerDetails("half", 1),
                client.getIntegerDetails("wide", 1),
                client.getLongDetails("half", 1L),
                client.getStringDetails("whole", "x"),
                client.getBooleanDetails("whole", true),
                client.getObjectDetails("whole", new Value("x")))) {
            assertThat(mismatch.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
            assertThat(mismatch.getReason()).isEqualTo("ERROR");
        }
        assertThat(client.getIntegerValue("half", 1)).isEqualTo(1);
    }

    @Test
    void answersWithObjectsOfAnyShape() {
        make("shape", Map.of("a", List.of(1, "x", true), "b", Map.of("c", 0.5)));
        Value shape = client.getObjectValue("shape", new Value());
        assertThat(shape.asStructure().getValue("a").asList())
                .containsExactly(new Value(1), new Value("x"), new Value(true));
        assertThat(shape.asStructure().getValue("b").asStructure().getValue("c").asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void tellsWhatWentWrong() {
        assertThat(client.getBooleanDetails("nobody", true).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(client.getBooleanValue("nobody", true)).isTrue();
        make("astray", true, Map.of("variants", Map.of("a", "x"), "targeting", Map.of("var", "where")));
        EvaluationContext nowhere = new ImmutableContext(Map.of("where", new Value("z")));
        assertThat(client.getStringDetails("astray", "mine", nowhere).getErrorCode())
                .isEqualTo(ErrorCode.GENERAL);
        make("any", "x");
        Value deep = new Value("end");
        for (int i = 0; i < 40; i++) {
            deep = new Value(new ImmutableStructure(Map.of("a", deep)));
        }
        for (Value unfit : List.of(new Value(Double.NaN), new Value("\ud800"), deep)) {
            EvaluationContext context = new FixedContext(Map.of("a", unfit));
            assertThat(new GroundworkProvider(groundwork)
                            .getStringEvaluation("any", "mine", context)
                            .getErrorCode())
                    .isEqualTo(ErrorCode.INVALID_CONTEXT);
        }
    }

    @Test
    void showsRulesTheWholeContext() {
        make(
                "seen",
                true,
                Map.of(
                        "variants",
                        Map.of("yes", true, "no", false),
                        "targeting",
                        Map.of(
                                "if",
                                List.of(
                                        Map.of(
                                                "and",
                                                List.of(
                                                        Map.of("==", List.of(Map.of("var", "targetingKey"), "ada")),
                                                        Map.of("==", List.of(Map.of("var", "org.seats"), 5)),
                                                        Map.of(
                                                                "==",
                                                                List.of(
                                                                        Map.of("var", "since"),
                                                                        "2027-01-31T12:00:00Z")),
                                                        Map.of("in", List.of("b", Map.of("var", "groups"))))),
                                        "yes",
                                        "no"))));
        EvaluationContext context = new ImmutableContext(
                "ada",
                Map.of(
                        "org", new Value(new ImmutableStructure(Map.of("seats", new Value(5)))),
                        "since", new Value(Instant.parse("2027-01-31T12:00:00Z")),
                        "groups", new Value(List.of(new Value("a"), new Value("b")))));
        assertThat(client.getBooleanDetails("seen", false, context).getValue()).isTrue();
        assertThat(client.getBooleanDetails("seen", true).getValue()).isFalse();
    }

    @Test
    void tellsThatItIsReadyAndThatFlagsHaveChangedAndNothingOnceItIsShutDown() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        client.onProviderReady(details -> told.add("ready"));
        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo("ready");
        client.onProviderConfigurationChanged(details -> told.add("changed"));
        make("heard", true, Map.of());
        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo("changed");
        groundwork
                .flags()
                .change(OPERATOR, new FlagName("heard"), FlagChange.parse(Input.of(Map.of("enabled", false))), null);
        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo("changed");
        assertThat(client.getBooleanValue("heard", true)).isFalse();
        groundwork.follow();
        assertThat(told.poll(200, TimeUnit.MILLISECONDS)).as("nothing has").isNull();
        List<String> others = new ArrayList<>();
        groundwork.flags().watch(() -> others.add("changed"));
        api.shutdown();
        make("unheard", true, Map.of());
        assertThat(others).hasSize(1);
        assertThat(told.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void keepsTheCallersDefaultWithoutAContext() {
        assertThat(new GroundworkProvider(groundwork)
                        .getBooleanEvaluation("nobody", true, null)
                        .getValue())
                .isTrue();
    }
}
