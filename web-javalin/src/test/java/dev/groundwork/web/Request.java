package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to one operation, to be bent in one way or another. Whatever it is answered, success or refusal, has to have what every
 * answer has.
 *
 * @param contentType null where none is named
 * @param body null where none is sent
 */
record Request(
        Operation operation,
        ValidRequests.World world,
        Client client,
        String method,
        String path,
        @Nullable String contentType,
        @Nullable String body) {
    private static final JsonMapper JSON = new JsonMapper();

    static String written(Map<String, ?> members, String type) {
        if (type.endsWith("json")) {
            return JSON.writeValueAsString(members);
        }
        return members.entrySet().stream()
                .map(member -> member.getKey() + "="
                        + URLEncoder.encode(String.valueOf(member.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    Request as(Client other) {
        return new Request(operation, world, other, method, path, contentType, body);
    }

    Request with(String header, String value) {
        return as(client.with(header, value));
    }

    Request method(String other) {
        return new Request(operation, world, client, other, path, contentType, body);
    }

    Request path(String other) {
        return new Request(operation, world, client, method, other, contentType, body);
    }

    Request query(String more) {
        return path(path + (path.contains("?") ? "&" : "?") + more);
    }

    Request type(@Nullable String other) {
        return new Request(operation, world, client, method, path, other, body);
    }

    Request body(@Nullable String other) {
        return new Request(operation, world, client, method, path, contentType, other);
    }

    /** The JSON object that is sent, with something done to it. */
    Request changed(UnaryOperator<ObjectNode> change) {
        ObjectNode object = (ObjectNode) JSON.readTree(body == null ? "{}" : body);
        return body(JSON.writeValueAsString(change.apply(object))).type(operation.bodyType());
    }

    /** Sends it, and looks at what every answer has. */
    Client.Answer send() {
        return send(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    /** As {@link #send()}, without saying how long the body is. */
    Client.Answer sendChunked() {
        byte[] bytes = String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        return send(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    private Client.Answer send(BodyPublisher publisher) {
        String requestId = "walk-" + UUID.randomUUID();
        String trace = "00-" + UUID.randomUUID().toString().replace("-", "") + "-b7ad6b7169203331-01";
        // An answer without an end is looked at by its head.
        String asked = operation.isEndless() && method.equals("GET") ? "HEAD" : method;
        Client.Answer answer = client.with("X-Request-Id", requestId)
                .with("traceparent", trace)
                .send(asked, path, publisher, contentType);
        HeadersTest.requireStandingHeaders(answer);
        assertThat(answer.header("X-Request-Id")).isEqualTo(requestId);
        assertThat(answer.header("traceparent")).isEqualTo(trace);
        if (!client.accessToken().isEmpty() && operation.looksAtCredentials() && !isForEverybody(answer)) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
        if (answer.header("Content-Type").equals("application/problem+json")
                && !answer.body().isEmpty()) {
            requireProblem(answer, requestId);
        }
        return answer;
    }

    /** The description of what can be asked is the same for everybody. */
    private boolean isForEverybody(Client.Answer answer) {
        return operation.path().startsWith("/openapi.") && answer.status() < 400;
    }

    private void requireProblem(Client.Answer answer, String requestId) {
        assertThat(answer.text("type")).matches("/problems/[a-z-]+");
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank();
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.text("instance")).isEqualTo(path.replaceAll("\\?.*", ""));
        assertThat(answer.text("requestId")).isEqualTo(requestId);
        answer.json().path("errors").forEach(error -> {
            assertThat(error.path("detail").asString()).isNotBlank();
            assertThat(error.has("pointer") != error.has("parameter")).isTrue();
        });
    }
}
