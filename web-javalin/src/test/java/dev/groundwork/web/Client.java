package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that believes no answer before {@code openapi.yaml} has vouched for it. */
final class Client {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Contract CONTRACT = new Contract();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final Map<String, String> headers;

    Client(URI base) {
        this(base, Map.of());
    }

    private Client(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** The same client, sending this header with everything. */
    Client with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Client(base, more);
    }

    Client as(String accessToken) {
        return with("Authorization", "Bearer " + accessToken);
    }

    String accessToken() {
        return headers.getOrDefault("Authorization", "").replace("Bearer ", "");
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String text(String member) {
            return json().path(member).asString("");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Answer expect(int status) {
            assertThat(status())
                    .as(response.request().method() + " " + response.uri() + ": " + body())
                    .isEqualTo(status);
            return this;
        }

        /** The errors as {@code place: detail}. */
        List<String> errors() {
            return json().path("errors")
                    .valueStream()
                    .map(error -> error.path("pointer")
                                    .asString(error.path("parameter").asString("")) + ": "
                            + error.path("detail").asString())
                    .toList();
        }
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody(), null);
    }

    Answer post(String path, Object body) {
        return json("POST", path, JSON.writeValueAsString(body));
    }

    Answer put(String path, Object body) {
        return json("PUT", path, JSON.writeValueAsString(body));
    }

    Answer patch(String path, Object body) {
        return send(
                "PATCH", path, BodyPublishers.ofString(JSON.writeValueAsString(body)), "application/merge-patch+json");
    }

    Answer json(String method, String path, String body) {
        return send(method, path, BodyPublishers.ofString(body), "application/json");
    }

    Answer chunked(String method, String path, Supplier<InputStream> body) {
        return send(method, path, BodyPublishers.ofInputStream(body), "application/json");
    }

    Answer form(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body), "application/x-www-form-urlencoded");
    }

    Answer method(String method, String path) {
        return send(method, path, BodyPublishers.noBody(), null);
    }

    Answer send(String method, String path, BodyPublisher body, @Nullable String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(CONTRACT.faults(method, path, response))
                    .as(method + " " + path + " " + response.statusCode() + ": " + response.body())
                    .isEmpty();
            return new Answer(response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
