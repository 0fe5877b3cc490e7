package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code API.md} promises of every operation, asked of every operation that {@code openapi.yaml} describes. That the answers are as
 * described, and have the headers that all have, is looked at with each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryOperationTest {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final int MEBIBYTE = 1 << 20;

    private final Contract contract = new Contract();
    private ValidRequests valid = new ValidRequests();

    @AfterAll
    void stop() {
        valid.close();
    }

    @FunctionalInterface
    private interface Promise {
        void check(Operation operation);
    }

    private Stream<DynamicTest> each(Predicate<Operation> of, Promise promise) {
        List<Operation> operations = contract.operations().stream().filter(of).toList();
        assertThat(operations).isNotEmpty();
        // A system in memory that nobody else has filled is the quicker one.
        valid.close();
        valid = new ValidRequests();
        return operations.stream()
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> promise.check(operation)));
    }

    private static boolean succeeds(Client.Answer answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }

    private static void requireSuccess(Request request, Client.Answer answer) {
        assertThat(succeeds(answer))
                .as(request.operation() + ": " + answer.status() + " " + answer.body())
                .isTrue();
    }

    @Test
    void saysWhatToAddForAnOperationThatItCannotAskFor() {
        JsonNode bare = new JsonMapper().readTree("{\"requestBody\": {\"required\": true}}");
        assertThatThrownBy(() -> valid.of(new Operation("POST", "/v1/things", bare, contract)))
                .hasMessage("This test needs a body that it takes to ask for POST /v1/things; add it to"
                        + " ValidRequests.BODIES.");
        assertThatThrownBy(() -> valid.of(new Operation("GET", "/v1/things/{name}", bare, contract)))
                .hasMessage("This test needs a value for {name} to ask for GET /v1/things/{name}; add it to"
                        + " ValidRequests.PARAMETERS.");
    }

    @TestFactory
    Stream<DynamicTest> succeedsAsDescribed() {
        return each(operation -> true, operation -> {
            Request request = valid.of(operation);
            Client.Answer answer = request.send();
            requireSuccess(request, answer);
            assertThat(operation.mayAnswer(answer.status())).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesAMemberThatNobodyKnowsAndNamesTheNearest() {
        return each(operation -> operation.hasJsonBody() && operation.isClosed(), operation -> {
            Request request = valid.of(operation);
            List<String> known = members(operation.bodySchema());
            for (String member : known.isEmpty() ? List.of("member") : known) {
                Client.Answer answer = request.changed(body -> body.put(member + "X", "x"))
                        .send()
                        .expect(400);
                String guess = known.isEmpty() ? "" : "; did you mean " + member + "?";
                assertThat(answer.errors()).contains("/" + member + "X: is not a member that may be set here" + guess);
            }
            assertThat(request.changed(body -> body.put("qqqqqqqqqq", 1))
                            .send()
                            .expect(400)
                            .errors())
                    .containsExactly("/qqqqqqqqqq: is not a member that may be set here");
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesAMemberThatNobodyKnowsInTheItemsOfAList() {
        return each(
                operation ->
                        operation.hasJsonBody() && !listOfObjects(operation).isEmpty(),
                operation -> {
                    Request request = valid.of(operation);
                    String list = listOfObjects(operation).getFirst();
                    Client.Answer answer = request.changed(body -> {
                                ((ObjectNode) body.path(list).path(0)).put("titleX", "x");
                                return body;
                            })
                            .send()
                            .expect(400);
                    assertThat(answer.errors())
                            .containsExactly("/" + list
                                    + "/0/titleX: is not a member that may be set here; did you mean title?");
                });
    }

    private static List<String> members(JsonNode schema) {
        return List.copyOf(schema.path("properties").propertyNames());
    }

    private List<String> listOfObjects(Operation operation) {
        return members(operation.bodySchema()).stream()
                .filter(name -> !property(operation, name)
                        .path("items")
                        .path("properties")
                        .isMissingNode())
                .toList();
    }

    private JsonNode property(Operation operation, String name) {
        return contract.resolved(operation.bodySchema().path("properties").path(name));
    }

    @TestFactory
    Stream<DynamicTest> refusesAMemberThatIsThereTwice() {
        return each(
                operation ->
                        operation.hasBody() && !members(operation.bodySchema()).isEmpty(),
                operation -> {
                    Request request = valid.of(operation);
                    String member = members(operation.bodySchema()).getFirst();
                    if (operation.hasJsonBody()) {
                        String body = String.valueOf(request.body());
                        Client.Answer answer = request.body("{\"" + member + "\": null, \"" + member + "\": null"
                                        + (body.equals("{}") ? "}" : ", " + body.substring(1)))
                                .send()
                                .expect(400);
                        if (operation.isClosed()) {
                            assertThat(answer.errors()).contains("/" + member + ": is there twice");
                        }
                    } else {
                        request.body(request.body() + "&" + member + "=x")
                                .send()
                                .expect(400);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> tellsAllThatIsWrongAtOnce() {
        return each(operation -> operation.hasJsonBody() && operation.isClosed(), operation -> {
            Request request = valid.of(operation);
            Map<String, Object> wrong = new HashMap<>();
            for (String member : members(operation.bodySchema())) {
                if (!isAnything(property(operation, member))) {
                    wrong.put(member, 1.5);
                }
            }
            Set<String> places = new TreeSet<>();
            wrong.keySet().forEach(member -> places.add("/" + member));
            if (!wrong.isEmpty()) {
                Client.Answer invalid =
                        request.changed(body -> withAll(body, wrong)).send().expect(422);
                assertThat(pointers(invalid)).isEqualTo(places);
            }
            wrong.putAll(Map.of("unheard", 1, "unseen", 2));
            places.addAll(List.of("/unheard", "/unseen"));
            Client.Answer misunderstood =
                    request.changed(body -> withAll(body, wrong)).send().expect(400);
            assertThat(pointers(misunderstood)).isEqualTo(places);
        });
    }

    private static ObjectNode withAll(ObjectNode body, Map<String, Object> members) {
        members.forEach((name, value) -> body.putPOJO(name, value));
        return body;
    }

    private static Set<String> pointers(Client.Answer answer) {
        Set<String> pointers = new TreeSet<>();
        answer.json()
                .path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asString()));
        return pointers;
    }

    private static boolean isAnything(JsonNode schema) {
        return !schema.has("type") && !schema.has("enum") && !schema.has("oneOf");
    }

    @TestFactory
    Stream<DynamicTest> refusesAQueryParameterThatNobodyKnows() {
        return each(operation -> !takesAnyParameter(operation), operation -> {
            Client.Answer answer = valid.of(operation).query("unheard=1").send().expect(400);
            if (!operation.isEndless()) {
                assertThat(answer.errors()).containsExactly("unheard: is not a parameter of this request");
            }
        });
    }

    /** Links to pages come decorated by mail programs; and a scraper's own parameters are nobody's business. */
    private static boolean takesAnyParameter(Operation operation) {
        return operation.answers().contains("text/html") || operation.path().equals("/metrics");
    }

    @TestFactory
    Stream<DynamicTest> readsABodyInItsOwnTypeOnly() {
        return each(Operation::hasBody, operation -> {
            Request request = valid.of(operation);
            request.type("text/plain").send().expect(415);
            for (String charset : List.of("utf-16", "", "\"", "\u00a7")) {
                request.type(operation.bodyType() + "; charset=" + charset)
                        .send()
                        .expect(415);
            }
            request.type(null).send().expect(415);
            request.with("Content-Encoding", "gzip").send().expect(415);
            Client.Answer answer =
                    request.type(operation.bodyType() + "; charset=utf-8").send();
            requireSuccess(request, answer);
        });
    }

    @TestFactory
    Stream<DynamicTest> answersJsonOnlyToWhoeverAcceptsIt() {
        return each(operation -> operation.mayAnswer(406), operation -> {
            Request request = valid.of(operation);
            request.with("Accept", "text/html").send().expect(406);
            request.with("Accept", "application/json;q=0, text/*").send().expect(406);
            Request accepting = request.with("Accept", "text/html, application/json;q=0.1");
            requireSuccess(accepting, accepting.send());
        });
    }

    @TestFactory
    Stream<DynamicTest> describesThatItMayBeUnacceptable() {
        return each(
                operation ->
                        operation.path().startsWith("/v1/") && !operation.path().endsWith("/export"),
                operation -> assertThat(operation.mayAnswer(406)).isTrue());
    }

    @TestFactory
    Stream<DynamicTest> refusesABodyOfMoreThanAMebibyteHoweverItComes() {
        return each(Operation::hasBody, operation -> {
            Request large = valid.of(operation).type(operation.bodyType()).body("x".repeat(MEBIBYTE + 1));
            large.send().expect(413);
            large.sendChunked().expect(413);
        });
    }

    private static final List<String> NO_IDS = List.of(
            "%00",
            "%FF",
            "%zz",
            "..",
            "%2e%2e",
            "%2F",
            ";",
            "%20",
            "%",
            "'%20or%201=1--",
            "1-1-1-1-1",
            "00000000-0000-0000-0000-00000000000g",
            "{0}",
            "%F0%9F%92%A9",
            "%ED%A0%80",
            "$[*]",
            "a".repeat(5000));

    @TestFactory
    Stream<DynamicTest> findsNothingUnderWhatIsNoId() {
        return each(operation -> !operation.pathParameters().isEmpty(), operation -> {
            Request request = valid.of(operation);
            String[] template = operation.path().split("/", -1);
            String[] found = request.path().replaceAll("\\?.*", "").split("/", -1);
            for (int i = 0; i < template.length; i++) {
                if (template[i].startsWith("{")) {
                    JsonNode schema = operation.schemaOf(template[i].substring(1, template[i].length() - 1));
                    for (String id : NO_IDS) {
                        if (!isOne(schema, id)) {
                            String[] bent = found.clone();
                            bent[i] = id;
                            requireNothingAt(request, String.join("/", bent));
                        }
                    }
                }
            }
        });
    }

    private static boolean isOne(JsonNode schema, String id) {
        String pattern = schema.path("pattern").asString("[^\\s\\S]");
        try {
            return URLDecoder.decode(id, StandardCharsets.UTF_8).matches(pattern);
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    private static void requireNothingAt(Request request, String path) {
        String body = request.body() == null ? "" : request.body();
        String type = request.contentType() == null ? "" : "Content-Type: " + request.contentType() + "\r\n";
        String answer = RawConnection.exchange(
                request.world().served().server().port(),
                request.method() + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + request.client().accessToken() + "\r\n" + type + "Content-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        assertThat(answer)
                .as(request.method() + " " + path)
                .containsPattern("^HTTP/1.1 (" + refusals(request.operation()) + ") ");
        if (!request.operation().path().startsWith("/ofrep/")) {
            assertThat(answer).contains("application/problem+json");
        }
    }

    /** Whoever puts something of their own making is told why it can't be there. */
    private static String refusals(Operation operation) {
        return operation.toString().equals("PUT /v1/settings/{key}") ? "400|404|414|422" : "400|404|414";
    }

    @TestFactory
    Stream<DynamicTest> answersHeadAsGetWithoutTheBody() {
        return each(operation -> operation.method().equals("GET") && !operation.isEndless(), operation -> {
            Request request = valid.of(operation);
            Client.Answer get = request.send();
            Client.Answer head = request.method("HEAD").send();
            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.body()).isEmpty();
            assertThat(lasting(head)).isEqualTo(lasting(get));
        });
    }

    /** All headers but those that every answer has of its own; and the length where each answer is of another. */
    private static Map<String, List<String>> lasting(Client.Answer answer) {
        Map<String, List<String>> headers =
                new HashMap<>(answer.response().headers().map());
        headers.keySet().removeAll(Set.of("date", "x-request-id", "traceparent", "transfer-encoding"));
        if (answer.response().uri().getPath().equals("/metrics")) {
            headers.remove("content-length");
        }
        return headers;
    }

    @TestFactory
    Stream<DynamicTest> answersOptionsAndBrowsersThatAskBeforehand() {
        return each(operation -> true, operation -> {
            Request request = valid.of(operation).method("OPTIONS").body(null).type(null);
            String allow = allow(operation);
            Client.Answer plain = request.send().expect(204);
            assertThat(plain.header("Allow")).isEqualTo(allow);
            assertThat(plain.header("Access-Control-Allow-Methods")).isEmpty();
            Request browser = request.with("Access-Control-Request-Method", operation.method());
            Client.Answer listed =
                    browser.with("Origin", Served.CORS_ORIGIN).send().expect(204);
            assertThat(listed.header("Access-Control-Allow-Origin")).isEqualTo(Served.CORS_ORIGIN);
            assertThat(listed.header("Access-Control-Allow-Methods")).isEqualTo(allow);
            assertThat(listed.header("Access-Control-Allow-Headers"))
                    .contains("Authorization", "Content-Type", "If-Match", "Idempotency-Key");
            Client.Answer other =
                    browser.with("Origin", "https://evil.example").send().expect(204);
            assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(other.header("Access-Control-Allow-Methods")).isEmpty();
        });
    }

    private static String allow(Operation operation) {
        Set<String> methods = new TreeSet<>(operation.methodsOfPath());
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    @TestFactory
    Stream<DynamicTest> answersAMethodThatIsNotThereWithThoseThatAre() {
        return each(operation -> true, operation -> {
            Request request = valid.of(operation);
            for (String method : Stream.concat(METHODS.stream(), Stream.of("BREW", "TRACE"))
                    .filter(method -> !operation.methodsOfPath().contains(method))
                    .toList()) {
                Client.Answer answer = request.method(method).send().expect(405);
                assertThat(answer.header("Allow")).isEqualTo(allow(operation));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> asksWhoeverIsNotSignedInToSignIn() {
        return each(Operation::needsSomebody, operation -> {
            Request request = valid.of(operation);
            Client nobody = request.world().served().client();
            for (Client client : List.of(
                    nobody,
                    nobody.as("gwa_forged"),
                    nobody.with("X-API-Key", "gwt_forged"),
                    nobody.with("Authorization", "Basic YTpi"),
                    nobody.with("Cookie", "groundwork=forged"))) {
                Client.Answer answer = request.as(client).send().expect(401);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesABadCredentialAlsoWhereNoneIsNeeded() {
        return each(
                operation -> operation.looksAtCredentials()
                        && !operation.needsSomebody()
                        // Signing out takes a bad credential for none.
                        && !operation.path().equals("/v1/auth/logout"),
                operation -> {
                    Request request = valid.of(operation);
                    Client nobody = request.world().served().client();
                    for (Client client : List.of(nobody.as("gwa_forged"), nobody.with("X-API-Key", "gwt_forged"))) {
                        Client.Answer answer = request.as(client).send().expect(401);
                        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> doesNotLookAtCredentialsWhereItSaysSo() {
        return each(operation -> !operation.looksAtCredentials(), operation -> {
            Request request = valid.of(operation);
            Client nobody = request.world().served().client();
            requireSuccess(request, request.as(nobody.as("gwa_forged")).send());
        });
    }

    @TestFactory
    Stream<DynamicTest> sparesWhoeverHasItAlready() {
        return each(operation -> operation.mayAnswer(304), operation -> {
            Request request = valid.of(operation);
            Client.Answer answer = request.send().expect(200);
            String tag = answer.header("ETag");
            assertThat(tag).matches("\"[\\x21\\x23-\\x7E]+\"");
            for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
                Client.Answer kept = request.with("If-None-Match", known).send().expect(304);
                assertThat(kept.header("ETag")).isEqualTo(tag);
                assertThat(kept.body()).isEmpty();
            }
            for (String other : List.of("\"x\"", "x", "", tag.replace("\"", ""))) {
                request.with("If-None-Match", other).send().expect(200);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> changesOnlyWhatIsStillAsItWasRead() {
        return each(operation -> operation.takes("header", "If-Match"), operation -> {
            Request request = valid.of(operation);
            String tag = valid.tag(request);
            for (String stale :
                    List.of("\"0.x\"", "W/" + tag, "\"x\"", "x", "", "\"999999999999999999999.x\"", "\"999999.x\"")) {
                Client.Answer answer = request.with("If-Match", stale).send().expect(412);
                assertThat(answer.text("type")).isEqualTo("/problems/stale");
            }
            Request fresh = request.with("If-Match", "\"0.x\", " + tag);
            requireSuccess(fresh, fresh.send());
            Request any = valid.of(operation).with("If-Match", "*");
            requireSuccess(any, any.send());
        });
    }

    @TestFactory
    Stream<DynamicTest> takesATagWhereverWhatIsChangedHasOne() {
        return each(
                operation -> Set.of("PUT", "PATCH", "DELETE").contains(operation.method())
                        && contract.isTagged(operation.path()),
                operation -> assertThat(operation.takes("header", "If-Match")).isTrue());
    }

    @TestFactory
    Stream<DynamicTest> takesAKeyWhereverItCreates() {
        return each(
                operation -> operation.method().equals("POST")
                        && operation.mayAnswer(201)
                        && !operation.path().matches("/v1/(auth/.*|setup|me/tokens)"),
                operation ->
                        assertThat(operation.takes("header", "Idempotency-Key")).isTrue());
    }

    @TestFactory
    Stream<DynamicTest> createsOnceUnderOneKey() {
        return each(operation -> operation.takes("header", "Idempotency-Key"), operation -> {
            Request request = valid.of(operation);
            Request keyed = request.with("Idempotency-Key", "key");
            Client.Answer first = keyed.send();
            requireSuccess(keyed, first);
            Client.Answer again = keyed.send().expect(first.status());
            assertThat(again.body()).isEqualTo(first.body());
            for (String header : List.of("Location", "ETag", "Content-Type")) {
                assertThat(again.header(header)).isEqualTo(first.header(header));
            }
            Client.Answer other = keyed.body(request.body() + " ").send().expect(422);
            assertThat(other.text("detail")).containsIgnoringCase("Idempotency-Key");
            for (String malformed : List.of("", "a b", "x".repeat(256))) {
                request.with("Idempotency-Key", malformed).send().expect(400);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> takesALimitWithinItsBounds() {
        return each(Operation::isList, operation -> {
            Request request = valid.of(operation);
            for (String limit : List.of("0", "201", "-1", "1.5", "many", "", "99999999999999999999", "%31%30x")) {
                assertThat(request.query("limit=" + limit).send().expect(400).errors())
                        .containsExactly("limit: must be a whole number from 1 to 200");
            }
            assertThat(request.query("limit=1&limit=2").send().expect(400).errors())
                    .containsExactly("limit: is there twice");
            for (String limit : List.of("1", "200")) {
                request.query("limit=" + limit).send().expect(200);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> walksItsPagesByCursorsThatFitNoOtherQuery() {
        return each(Operation::isList, operation -> {
            Request request = valid.of(operation);
            JsonNode whole = request.query("limit=2").send().expect(200).json().path("items");
            assertThat(whole.size())
                    .as("BEFORE has to make two items of " + operation)
                    .isEqualTo(2);
            Client.Answer first = request.query("limit=1").send().expect(200);
            String cursor = first.text("nextCursor");
            assertThat(first.json().path("items").size()).isEqualTo(1);
            assertThat(first.header("Link"))
                    .isEqualTo("<" + Served.PUBLIC_ORIGIN + request.path() + "?cursor=" + cursor
                            + "&limit=1>; rel=\"next\"");
            Client.Answer second =
                    request.query("limit=1&cursor=" + cursor).send().expect(200);
            assertThat(second.json().path("items").path(0)).isEqualTo(whole.path(1));
            requireNoCursor(request, second);
            String altered = (cursor.charAt(0) == 'A' ? "B" : "A") + cursor.substring(1);
            for (String forged : List.of("", "x", "%00", "%F0%9F%92%A9", cursor + "A", altered)) {
                requireUnknown(request.query("limit=1&cursor=" + forged));
            }
            requireUnknown(request.path("/v1/" + (operation.path().equals("/v1/roles") ? "flags" : "roles"))
                    .query("cursor=" + cursor));
        });
    }

    /** Either there are more, or both ways of saying so agree that there are none. */
    private static void requireNoCursor(Request request, Client.Answer page) {
        JsonNode next = page.json().path("nextCursor");
        assertThat(page.header("Link").isEmpty()).as(request.path()).isEqualTo(next.isNull());
    }

    private static void requireUnknown(Request request) {
        List<String> errors = new ArrayList<>(request.send().expect(400).errors());
        assertThat(errors).containsExactly("cursor: is not a cursor of this query; start again without one");
    }
}
