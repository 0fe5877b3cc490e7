package dev.groundwork.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One operation as {@code openapi.yaml} describes it. */
record Operation(String method, String path, JsonNode description, Contract contract) {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

    @Override
    public String toString() {
        return method + " " + path;
    }

    /** Whether a parameter of that name may come there: in the {@code header}, the {@code query} or the {@code path}. */
    boolean takes(String place, String name) {
        return parameters().stream()
                .anyMatch(parameter -> parameter.path("in").asString().equals(place)
                        && parameter.path("name").asString().equals(name));
    }

    /** The schema of a parameter of the path. */
    JsonNode schemaOf(String pathParameter) {
        return parameters().stream()
                .filter(parameter -> parameter.path("in").asString().equals("path")
                        && parameter.path("name").asString().equals(pathParameter))
                .findFirst()
                .map(parameter -> contract.resolved(parameter.path("schema")))
                .orElseThrow(() -> new AssertionError(this + " does not describe the parameter " + pathParameter));
    }

    private List<JsonNode> parameters() {
        List<JsonNode> all = new ArrayList<>();
        description.path("parameters").forEach(all::add);
        contract.description().path("paths").path(path).path("parameters").forEach(all::add);
        return all.stream().map(contract::resolved).toList();
    }

    /** The names of the path's parameters, from left to right. */
    List<String> pathParameters() {
        return PARAMETER.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /** The path up to that parameter, which is what says what the parameter means. */
    String upTo(String pathParameter) {
        MatchResult found = PARAMETER
                .matcher(path)
                .results()
                .filter(parameter -> parameter.group(1).equals(pathParameter))
                .findFirst()
                .orElseThrow();
        return path.substring(0, found.end());
    }

    /** Whether that status is described, {@code default} aside. */
    boolean mayAnswer(int status) {
        return !description.path("responses").path(Integer.toString(status)).isMissingNode();
    }

    /** The media types of what it answers when all is well. */
    Set<String> answers() {
        Set<String> types = new TreeSet<>();
        for (String status : List.of("200", "201", "202")) {
            JsonNode response = contract.resolved(description.path("responses").path(status));
            types.addAll(response.path("content").propertyNames());
        }
        return types;
    }

    /** Whether what it answers has no end. */
    boolean isEndless() {
        return answers().contains("text/event-stream");
    }

    boolean isList() {
        return takes("query", "cursor");
    }

    boolean isUnsafe() {
        return !method.equals("GET");
    }

    boolean hasBody() {
        return !description.path("requestBody").isMissingNode();
    }

    boolean requiresBody() {
        return description.path("requestBody").path("required").asBoolean(false);
    }

    /** How a body is best written; others may do as well. */
    String bodyType() {
        return description
                .path("requestBody")
                .path("content")
                .propertyNames()
                .iterator()
                .next();
    }

    boolean hasJsonBody() {
        return hasBody() && bodyType().endsWith("json");
    }

    JsonNode bodySchema() {
        return contract.resolved(
                description.path("requestBody").path("content").path(bodyType()).path("schema"));
    }

    /** Whether a member that nobody knows is refused, which other people's protocols do not want. */
    boolean isClosed() {
        return hasBody() && !bodySchema().path("additionalProperties").asBoolean(true);
    }

    /** Whether credentials are looked at. */
    boolean looksAtCredentials() {
        JsonNode security = description.path("security");
        return security.isMissingNode() || !security.isEmpty();
    }

    /** Whether nobody may ask who is not signed in. */
    boolean needsSomebody() {
        return looksAtCredentials()
                && description.path("security").valueStream().noneMatch(JsonNode::isEmpty);
    }

    /** Every method that is described for the path. */
    Set<String> methodsOfPath() {
        Set<String> methods = new TreeSet<>();
        for (String name : contract.description().path("paths").path(path).propertyNames()) {
            if (!name.equals("parameters")) {
                methods.add(name.toUpperCase(Locale.ROOT));
            }
        }
        return methods;
    }
}
