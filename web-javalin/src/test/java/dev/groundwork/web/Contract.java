package dev.groundwork.web;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml}, as the judge of every answer that a test gets. */
final class Contract {
    private static final String ID = "https://groundwork.test/openapi.json";

    private final JsonNode description;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> known = new ConcurrentHashMap<>();

    Contract() {
        try (InputStream yaml = Objects.requireNonNull(Contract.class.getResourceAsStream("/openapi.yaml"))) {
            description = new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        String json = new JsonMapper().writeValueAsString(description);
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(ID, json)));
    }

    JsonNode description() {
        return description;
    }

    /** Each described operation, in the order of the description. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (!method.getKey().equals("parameters")) {
                    String name = method.getKey().toUpperCase(Locale.ROOT);
                    operations.add(new Operation(name, path.getKey(), method.getValue(), this));
                }
            }
        }
        return operations;
    }

    /** Whether reading what is at the path answers with a tag. */
    boolean isTagged(String path) {
        return !description
                .path("paths")
                .path(path)
                .path("get")
                .path("responses")
                .path("304")
                .isMissingNode();
    }

    /** What a node says, or what it refers to does. */
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode() ? node : at(reference.asString().substring(1));
    }

    /** The members that an operation's body may have, as described; every media type must describe the same. */
    Set<String> bodyMembers(String method, String path) {
        String pointer =
                "/paths/" + path.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT) + "/requestBody/content";
        Set<Set<String>> found = new HashSet<>();
        for (String type : at(pointer).propertyNames()) {
            String schema = resolved(pointer + "/" + type.replace("/", "~1") + "/schema");
            found.add(new HashSet<>(at(schema + "/properties").propertyNames()));
        }
        return found.size() == 1 ? found.iterator().next() : Set.of();
    }

    /** What is wrong with an answer; nothing where it is as described, or answers what is not described at all. */
    List<String> faults(String method, String path, HttpResponse<String> answer) {
        Optional<String> operation = operation(method.equals("HEAD") ? "GET" : method, path);
        if (operation.isEmpty()) {
            boolean expected = answer.statusCode() == 404 || answer.statusCode() == 405 || method.equals("OPTIONS");
            return expected ? List.of() : List.of("no such operation is described: " + method + " " + path);
        }
        String responses = operation.get() + "/responses/";
        String place = at(responses + answer.statusCode()).isMissingNode()
                ? responses + "default"
                : responses + answer.statusCode();
        List<String> faults = new ArrayList<>();
        if (place.endsWith("/default") && answer.statusCode() < 400) {
            faults.add(answer.statusCode() + " is not described");
        }
        String response = resolved(place);
        requireHeaders(response, answer, faults);
        if (!method.equals("HEAD")) {
            requireBody(response, answer, faults);
        }
        return faults;
    }

    private Optional<String> operation(String method, String path) {
        String bare = path.replaceAll("\\?.*", "");
        return description.path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> matches(template, bare))
                .map(template -> "/paths/" + template.replace("~", "~0").replace("/", "~1") + "/"
                        + method.toLowerCase(Locale.ROOT))
                .filter(pointer -> !at(pointer).isMissingNode())
                .findFirst();
    }

    private static boolean matches(String template, String path) {
        String pattern = Pattern.quote(template).replaceAll("\\{[a-z]+}", "\\\\E[^/]+\\\\Q");
        return path.matches(pattern);
    }

    private void requireHeaders(String response, HttpResponse<String> answer, List<String> faults) {
        for (Map.Entry<String, JsonNode> header : at(response + "/headers").properties()) {
            String described = resolved(response + "/headers/" + header.getKey());
            boolean required = at(described + "/required").asBoolean(false);
            if (required && answer.headers().firstValue(header.getKey()).isEmpty()) {
                faults.add("the header " + header.getKey() + " is missing");
            }
        }
    }

    private void requireBody(String response, HttpResponse<String> answer, List<String> faults) {
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = at(response + "/content");
        if (content.isMissingNode()) {
            if (!answer.body().isEmpty()) {
                faults.add("there is a body where none is described");
            }
            return;
        }
        if (content.path(type).isMissingNode()) {
            faults.add("the type " + type + " is not described");
        } else if (type.endsWith("json")) {
            String pointer = response + "/content/" + type.replace("/", "~1") + "/schema";
            Schema schema = known.computeIfAbsent(pointer, p -> schemas.getSchema(SchemaLocation.of(ID + "#" + p)));
            // The schema of lines is that of each.
            Stream<String> documents = type.endsWith("ndjson") ? answer.body().lines() : Stream.of(answer.body());
            documents.forEach(document -> schema.validate(
                            document,
                            InputFormat.JSON,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                    .forEach(error -> faults.add(error.toString())));
        }
    }

    /** Where a response or header really stands, once {@code $ref} was followed. */
    private String resolved(String pointer) {
        JsonNode reference = at(pointer).path("$ref");
        return reference.isMissingNode() ? pointer : reference.asString().substring(1);
    }

    private JsonNode at(String pointer) {
        return description.at(pointer);
    }
}
