package dev.groundwork.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.session.SignedIn;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.flag.NewFlag;
import dev.groundwork.domain.session.SessionMode;
import dev.groundwork.domain.session.SignInRequest;
import dev.groundwork.web.WebConfiguration;
import dev.groundwork.web.WebServer;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In the process and over HTTP by OpenFeature's Remote Evaluation Protocol, a flag is the same for a context. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAnswersTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Origin ORIGIN = Origin.internal("test");
    private static final long SEED = Long.getLong("flags.seed", 20261124);
    private static final int GENERATED = 40;

    /** Rules by name, each with variants of one type and a default. */
    private static final Map<String, String> RULES = Map.ofEntries(
            Map.entry("plain", "{}"),
            Map.entry("text", "{\"variants\": {\"a\": \"x\", \"b\": \"y\"}, \"defaultVariant\": \"a\"}"),
            Map.entry("no-default", "{\"variants\": {\"a\": \"x\"}}"),
            Map.entry("number", "{\"variants\": {\"a\": 1, \"b\": 2.5}, \"defaultVariant\": \"b\"}"),
            Map.entry(
                    "object",
                    "{\"variants\": {\"a\": {\"k\": [1, 2.5, null, {\"z\": true}]}, \"b\": {}}, \"defaultVariant\": \"a\","
                            + " \"metadata\": {\"team\": \"ui\", \"n\": 7, \"x\": 0.5, \"big\": 5000000000, \"on\": true}}"),
            Map.entry(
                    "drawn",
                    "{\"variants\": {\"on\": true, \"off\": false}, \"defaultVariant\": \"off\","
                            + " \"targeting\": {\"fractional\": [[\"on\", 50], [\"off\", 50]]}}"),
            Map.entry(
                    "drawn-by-plan",
                    "{\"variants\": {\"a\": 1, \"b\": 2, \"c\": 3}, \"targeting\": {\"fractional\": ["
                            + "{\"cat\": [{\"var\": \"$flagd.flagKey\"}, {\"var\": \"plan\"}]}, [\"a\", 1], [\"b\", 1], [\"c\", 1]]}}"),
            Map.entry(
                    "version",
                    "{\"variants\": {\"new\": \"n\", \"old\": \"o\"}, \"targeting\": {\"if\": ["
                            + "{\"sem_ver\": [{\"var\": \"version\"}, \">=\", \"1.2.0\"]}, \"new\", \"old\"]}}"),
            Map.entry(
                    "address",
                    "{\"variants\": {\"ours\": \"o\", \"theirs\": \"t\"}, \"targeting\": {\"if\": [{\"or\": ["
                            + "{\"ends_with\": [{\"var\": \"email\"}, \"@example.org\"]},"
                            + " {\"starts_with\": [{\"var\": \"email\"}, \"root\"]}]}, \"ours\", \"theirs\"]}}"),
            Map.entry(
                    "deep",
                    "{\"variants\": {\"yes\": true, \"no\": false}, \"targeting\": {\"if\": ["
                            + "{\">\": [{\"var\": \"org.seats\"}, 10]}, \"yes\", {\"in\": [\"b\", {\"var\": \"groups\"}]}, \"yes\", null]}}"),
            Map.entry("astray", "{\"variants\": {\"a\": 1}, \"targeting\": {\"var\": \"plan\"}}"),
            Map.entry(
                    "counted",
                    "{\"variants\": {\"a\": 1, \"b\": 2}, \"defaultVariant\": \"a\", \"targeting\": {\"if\": [{\">\": ["
                            + "{\"reduce\": [{\"var\": \"groups\"}, {\"+\": [{\"var\": \"accumulator\"}, 1]}, 0]}, 1]}, \"b\"]}}"),
            Map.entry(
                    "compared",
                    "{\"variants\": {\"a\": \"1\", \"b\": \"2\"}, \"targeting\": {\"if\": [{\"<\": [{\"var\": \"since\"},"
                            + " \"2027-01-01\"]}, \"a\", {\"!\": [{\"var\": \"anything\"}]}, \"b\", \"a\"]}}"));

    private static final Set<String> DISABLED = Set.of("no-default", "counted");

    private final InMemory system = new InMemory();
    private final Groundwork groundwork = system.groundwork();
    private final GroundworkProvider provider = new GroundworkProvider(groundwork);
    private final WebServer server = WebServer.prepare(new WebConfiguration(
            "127.0.0.1",
            0,
            false,
            List.of(),
            Set.of(),
            false,
            Duration.ofSeconds(8),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String token = "";

    @BeforeAll
    void serve() {
        server.open(groundwork, Map.of());
        EmailAddress email = EmailAddress.parse("ada@example.org");
        Password password = Password.parse("a sentence is easy to remember");
        groundwork.accounts().register(ORIGIN, new Registration(email, password, Profile.EMPTY));
        groundwork.accounts().verifyEmail(ORIGIN, system.tokenMailedTo(email));
        SignInRequest request =
                new SignInRequest(new Login("ada@example.org"), password, JsonObject.EMPTY, SessionMode.TOKEN);
        SignedIn.WithTokens ada = (SignedIn.WithTokens) groundwork.signIn().signIn(ORIGIN, request);
        token = ada.accessToken();
        RULES.forEach((name, rules) -> {
            make(name, true, rules);
            if (DISABLED.contains(name)) {
                make(name + "-disabled", false, rules);
            }
        });
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private void make(String name, boolean enabled, String rules) {
        Map<String, Object> members = new HashMap<>(Map.of("name", name, "enabled", enabled));
        members.put("rules", raw(JSON.readTree(rules)));
        groundwork.flags().create(Actor.SystemActor.operator(ORIGIN), NewFlag.parse(Input.of(members)));
    }

    private static @Nullable Object raw(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), raw(member.getValue())));
            return members;
        }
        if (node.isArray()) {
            List<@Nullable Object> items = new ArrayList<>();
            node.forEach(item -> items.add(raw(item)));
            return items;
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isNull() || node.isMissingNode()
                ? null
                : node.isBoolean() ? (Object) node.asBoolean() : node.asString();
    }

    /** What there is to compare. */
    private record Told(
            @Nullable Object value,
            @Nullable String variant,
            @Nullable String reason,
            @Nullable String error,
            @Nullable Object metadata) {}

    private static final List<Map<String, Value>> CONTEXTS = List.of(
            Map.of(),
            Map.of("targetingKey", new Value("ada")),
            Map.of("targetingKey", new Value("\u00e4\ud83d\ude00"), "plan", new Value("a")),
            Map.of("plan", new Value("z"), "version", new Value("1.2.0"), "email", new Value("ada@example.org")),
            Map.of("version", new Value("1.1.9"), "email", new Value("root@x.org"), "groups", new Value(List.of())),
            Map.of("version", new Value(3), "email", new Value(List.of(new Value("x"))), "plan", new Value(1.0)),
            Map.of("org", new Value(new ImmutableStructure(Map.of("seats", new Value(11))))),
            Map.of("org", new Value("x"), "groups", new Value(List.of(new Value("b"), new Value("a")))),
            Map.of("since", new Value(Instant.parse("2026-11-24T12:00:00.5Z")), "anything", new Value(0)),
            Map.of("targetingKey", new Value(7)),
            Map.of("anything", new Value(), "since", new Value(1e22), "plan", new Value(-0.0)));

    @Test
    void ofACorpusOfRulesAndContexts() throws Exception {
        for (Map<String, Value> context : CONTEXTS) {
            requireSame(context);
        }
    }

    @Test
    void ofGeneratedContexts() throws Exception {
        for (int number = 0; number < GENERATED; number++) {
            requireSame(new Generated(new Random(SEED + number)).context());
        }
    }

    private void requireSame(Map<String, Value> context) throws Exception {
        List<String> names = new ArrayList<>(RULES.keySet());
        DISABLED.forEach(name -> names.add(name + "-disabled"));
        names.add("nobody");
        for (String name : names) {
            assertThat(here(name, context))
                    .as(name + " for " + written(context))
                    .isEqualTo(there(name, context));
        }
    }

    private Told there(String name, Map<String, Value> context) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/ofrep/v1/evaluate/flags/" + name))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("context", written(context)))))
                .build();
        JsonNode answer = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        String error = answer.path("errorCode").asString(null);
        return new Told(
                comparable(raw(answer.path("value"))),
                answer.path("variant").asString(null),
                error == null ? answer.path("reason").asString(null) : "ERROR",
                error,
                answer.has("metadata") ? comparable(raw(answer.path("metadata"))) : Map.of());
    }

    private static final Value NONE = new Value("the caller's own default");

    private Told here(String name, Map<String, Value> values) {
        EvaluationContext context = new FixedContext(values);
        ProviderEvaluation<?> answer = provider.getObjectEvaluation(name, NONE, context);
        List<ProviderEvaluation<?>> others = List.of(
                provider.getBooleanEvaluation(name, false, context),
                provider.getStringEvaluation(name, "the caller's own default", context),
                provider.getDoubleEvaluation(name, Double.NaN, context));
        // The type that the flag has is the one that is no mismatch.
        for (ProviderEvaluation<?> other : others) {
            if (answer.getErrorCode() == ErrorCode.TYPE_MISMATCH) {
                answer = other;
            }
        }
        boolean valued = answer.getErrorCode() == null && answer.getVariant() != null;
        ErrorCode error = answer.getErrorCode();
        return new Told(
                valued ? comparable(plain(answer.getValue())) : null,
                answer.getVariant(),
                answer.getReason(),
                error == null ? null : error.name(),
                comparable(
                        answer.getFlagMetadata() == null
                                ? Map.of()
                                : answer.getFlagMetadata().asUnmodifiableMap()));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Value of when of.isNull() -> null;
            case Value of when of.isStructure() -> plain(of.asStructure().asMap());
            case Value of
            when of.isList() -> of.asList().stream().map(SameAnswersTest::plain).toList();
            case Value of when of.isInstant() -> of.asInstant().toString();
            case Value of -> of.asObject();
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                members.forEach((name, member) -> plain.put(String.valueOf(name), plain(member)));
                yield plain;
            }
            case null, default -> value;
        };
    }

    /** Numbers by what they are worth. */
    private static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case Number number ->
                new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> compared = new HashMap<>();
                members.forEach((name, member) -> compared.put(String.valueOf(name), comparable(member)));
                yield compared;
            }
            case List<?> items -> {
                List<@Nullable Object> compared = new ArrayList<>();
                items.forEach(item -> compared.add(comparable(item)));
                yield compared;
            }
            case null, default -> value;
        };
    }

    private static Object written(Map<String, Value> context) {
        return Objects.requireNonNull(plain(context));
    }

    /** A context that nobody would think of. */
    private static final class Generated {
        private static final List<String> NAMES =
                List.of("targetingKey", "plan", "version", "email", "org", "groups", "since", "anything", "seats");
        private static final List<String> TEXTS = List.of(
                "",
                "a",
                "b",
                "x",
                "1.2.0",
                "2.0.0-rc.1",
                "root@x.org",
                "a@example.org",
                "\u00df\ud83d\ude00",
                "1",
                "true");

        private final Random random;

        private Generated(Random random) {
            this.random = random;
        }

        private Map<String, Value> context() {
            return members(0);
        }

        private Map<String, Value> members(int depth) {
            Map<String, Value> members = new LinkedHashMap<>();
            for (String name : NAMES) {
                if (random.nextInt(2) == 0) {
                    members.put(name, value(depth));
                }
            }
            return members;
        }

        private Value value(int depth) {
            return switch (random.nextInt(depth < 3 ? 10 : 8)) {
                case 0 -> new Value(random.nextInt());
                case 1 -> new Value(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
                case 2 -> new Value(random.nextBoolean());
                case 3 -> new Value(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)));
                case 4 -> new Value();
                case 5, 6, 7 -> new Value(TEXTS.get(random.nextInt(TEXTS.size())));
                case 8 -> new Value(List.of(value(depth + 1), value(depth + 1)));
                default -> new Value(new ImmutableStructure(members(depth + 1)));
            };
        }
    }
}
