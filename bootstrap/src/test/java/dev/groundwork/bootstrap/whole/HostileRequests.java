package dev.groundwork.bootstrap.whole;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Requests to every operation of {@code openapi.yaml}: valid ones, bent in up to three ways. The same seed and number give the same
 * request, as long as the same things are known.
 */
final class HostileRequests {
    private static final JsonMapper JSON = new JsonMapper();

    /** What a parameter of a path names, by the path up to it. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("/v1/projects/{uuid}", "projects"),
            Map.entry("/v1/projects/{uuid}/members/{user}", "users"),
            Map.entry("/v1/tasks/{uuid}", "tasks"),
            Map.entry("/v1/users/{uuid}", "users"),
            Map.entry("/v1/users/{uuid}/roles/{role}", "roles"),
            Map.entry("/v1/roles/{name}", "roles"),
            Map.entry("/v1/roles/{name}/permissions/{permission}", "permissions"),
            Map.entry("/v1/permissions/{name}", "permissions"),
            Map.entry("/v1/settings/{key}", "settings"),
            Map.entry("/v1/flags/{name}", "flags"),
            Map.entry("/ofrep/v1/evaluate/flags/{key}", "flags"),
            Map.entry("/v1/me/sessions/{id}", "handles"),
            Map.entry("/v1/me/tokens/{id}", "handles"),
            Map.entry("/docs/{file}", "files"));

    /** What costs the server a tenth of a second of a processor by design, or the log its whole length, is asked for less often. */
    private static final Set<String> DEAR = Set.of(
            "POST /v1/auth/login",
            "POST /v1/auth/register",
            "POST /v1/auth/password/change",
            "POST /v1/me/email",
            "DELETE /v1/me",
            "POST /v1/users",
            "GET /v1/audit/activity/export");

    private static final List<String> STRINGS = List.of(
            "",
            " ",
            "' or '1'='1",
            "'; drop table app.users; --",
            "\" or 1=1 --",
            "%' or '%'='",
            "\\'; select pg_sleep(20); --",
            "$.** ? (@.type() == \"string\")",
            "$[*] ? (@ like_regex \"(a+)+$\" flag \"q\")",
            "{\"$gt\": \"\"}",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}",
            "../../../../etc/passwd",
            "<script>alert(1)</script>",
            "=cmd|' /C calc'!A0",
            "\\u0000",
            "a\\u0000b",
            "\\ud800",
            "\\udc00\\ud800",
            "\\uffff",
            "\u202e\u2066\ufeff",
            "Z\u0351\u036b\u0343\u032a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dA",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66",
            "\u0130\u0131\ufb03\u1e9e",
            "\\r\\nSet-Cookie: a=b",
            "\\n\\t\\b\\f",
            "null",
            "true",
            "-1",
            "1e309",
            "0x10",
            "NaN",
            "9223372036854775808",
            "2026-02-30T25:61:61Z",
            "+999999999-12-31T23:59:59Z",
            "0000-00-00T00:00:00Z",
            "2026-11-24T12:00:00.123456789123+18:00",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "@",
            "@nobody",
            "a@b",
            "a@x.org\\r\\nBcc: b@x.org",
            "xn--a",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "admin",
            "users:read",
            "*",
            "me",
            "-createdAt,id",
            "__proto__");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1.5",
            "1e308",
            "1e309",
            "-1e400",
            "1e-400",
            "1e1000000000",
            "0e999999999",
            "2147483648",
            "-9223372036854775809",
            "9".repeat(100),
            "9".repeat(1000),
            "0." + "3".repeat(90));

    private static final List<String> SEGMENTS = List.of(
            "%00",
            "%FF",
            "%zz",
            "%",
            "..",
            ".",
            "%2e%2e",
            "%2F",
            ";a=b",
            "%20",
            "'%20or%201=1--",
            "1",
            "-1",
            "null",
            "{uuid}",
            "%F0%9F%92%A9",
            "%ED%A0%80",
            "%C0%AF",
            "\u00e4",
            "@nobody",
            "@%27",
            "$[*]",
            "a".repeat(300),
            "a".repeat(9000),
            "00000000-0000-0000-0000-000000000000",
            "1-1-1-1-1");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "BREW", "PROPFIND");

    private static final List<String> HEADERS = List.of(
            "If-Match: *",
            "If-Match: \"1.x\"",
            "If-Match: W/\"1.x\"",
            "If-Match: \"999999999999999999999.x\", \"2.y\", \"3.z\"",
            "If-Match: ,,,\"",
            "If-None-Match: *",
            "If-None-Match: \"" + "x".repeat(4000) + "\"",
            "If-Modified-Since: yesterday",
            "Idempotency-Key: k",
            "Idempotency-Key: ",
            "Idempotency-Key: " + "k".repeat(300),
            "Idempotency-Key: \u00e4",
            "Accept: text/html",
            "Accept: ;;;,q=9,*/*;q=-1",
            "Accept: application/json;q=0",
            "Accept: " + "a/b,".repeat(500) + "*/*",
            "Accept-Language: de;q=x, \u00e4, *;;, " + "x-".repeat(300),
            "Accept-Encoding: gzip;q=0, br, *",
            "Accept-Charset: utf-7",
            "Content-Type: text/plain",
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: application/json;;;charset=\"",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Encoding: gzip",
            "Range: bytes=0-0,-1",
            "X-Request-Id: \u00e4",
            "X-Request-Id: " + "x".repeat(200),
            "traceparent: 00-zz-zz-zz",
            "X-Forwarded-For: 1, 2, 3, ::, [::1]:99999, \u00e4",
            "X-Forwarded-Proto: gopher",
            "Forwarded: for=\"_x\";host=evil.example",
            "X-Http-Method-Override: DELETE",
            "Origin: https://evil.example",
            "Origin: null",
            "Sec-Fetch-Site: cross-site",
            "Access-Control-Request-Method: PATCH",
            "Cookie: groundwork=x; groundwork=y; __Host-groundwork=;;;=",
            "Cookie: groundwork=" + "x".repeat(4000),
            "X-API-Key: gwt_x",
            "X-API-Key: ",
            "Last-Event-ID: \u00e4",
            "Expect: 100-continue",
            "Expect: 200-maybe",
            "Upgrade: websocket",
            "TE: trailers",
            "Connection: close",
            "User-Agent: " + "x".repeat(3000),
            "User-Agent: \u0001\u0080\u00ff",
            "X-Large: " + "x".repeat(9000),
            "A: b\r\n c: folded");

    private static final List<String> CREDENTIALS = List.of(
            "Bearer ",
            "Bearer gwa_",
            "Bearer gwa_" + "A".repeat(200),
            "Bearer gwt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "Bearer \u00e4",
            "Basic YTpi",
            "Basic " + "A".repeat(5000),
            "bearer",
            "Bearer a b c");

    private static final List<String> NAMES = List.of(
            "id",
            "version",
            "__proto__",
            "constructor",
            "password_hash",
            "Name",
            "",
            "\\u0000",
            "\\ud800",
            "a/b~c",
            "\ud83d\udca9",
            "status",
            "ownerId");

    private final JsonNode contract;
    private final List<Operation> operations = new ArrayList<>();
    private final Known known;

    /** @param path as described, with its parameters in braces */
    private record Operation(String method, String path, JsonNode description) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    HostileRequests(Known known) {
        this.known = known;
        try (InputStream yaml =
                Objects.requireNonNull(HostileRequests.class.getResourceAsStream("/openapi.yaml"), "openapi.yaml")) {
            contract = new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (!method.getKey().equals("parameters")) {
                    String name = method.getKey().toUpperCase(Locale.ROOT);
                    operations.add(new Operation(name, path.getKey(), method.getValue()));
                }
            }
        }
    }

    /** Things that were seen, by kind, for requests to name. Bounded: the newest take the places of old ones. Thread-safe. */
    static final class Known {
        private static final int MOST = 40;

        private final Map<String, List<String>> things = new LinkedHashMap<>();

        synchronized void add(String kind, String name) {
            List<String> names = things.computeIfAbsent(kind, none -> new ArrayList<>());
            if (names.size() >= MOST) {
                names.remove(1);
            }
            names.add(name);
        }

        synchronized String any(String kind, Random random) {
            List<String> names = things.getOrDefault(kind, List.of());
            return names.isEmpty() ? "nothing" : names.get(random.nextInt(names.size()));
        }

        private synchronized String anyOfAnyKind(Random random) {
            List<String> kinds = new ArrayList<>(things.keySet());
            return kinds.isEmpty() ? "nothing" : any(kinds.get(random.nextInt(kinds.size())), random);
        }
    }

    /** Written into JSON as it stands. */
    private record Raw(String text) {}

    /**
     * A request, ready to be sent.
     *
     * @param cut whether its body breaks off before the end that was promised
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
    record Request(String method, String target, List<String> headers, byte[] body, boolean cut) {
        byte[] bytes(@Nullable String credential) {
            StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
            head.append(headers.stream().anyMatch(header -> header.startsWith("Host:")) ? "" : "Host: 127.0.0.1\r\n");
            if (credential != null) {
                head.append("Authorization: Bearer ").append(credential).append("\r\n");
            }
            headers.forEach(header -> head.append(header).append("\r\n"));
            head.append("\r\n");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(body);
            return all.toByteArray();
        }

        /** A line for a shell that sends the same. */
        String curl(String base, @Nullable String credential) {
            StringBuilder line = new StringBuilder("curl -isg --path-as-is -X ")
                    .append(quoted(method.getBytes(StandardCharsets.ISO_8859_1)));
            if (credential != null) {
                line.append(" -H 'Authorization: Bearer ").append(credential).append('\'');
            }
            for (String header : headers) {
                if (!header.startsWith("Transfer-Encoding") && !header.startsWith("Content-Length")) {
                    line.append(" -H ").append(quoted(header.getBytes(StandardCharsets.ISO_8859_1)));
                }
            }
            if (body.length > 0) {
                line.append(" --data-binary ").append(quoted(body));
            }
            line.append(' ').append(quoted((base + target).getBytes(StandardCharsets.ISO_8859_1)));
            return line + (cut ? " # and the body breaks off" : "");
        }

        private static String quoted(byte[] bytes) {
            StringBuilder quoted = new StringBuilder("$'");
            for (byte b : bytes) {
                char c = (char) (b & 0xFF);
                if (c == '\'' || c == '\\') {
                    quoted.append('\\').append(c);
                } else if (c >= ' ' && c < 0x7F) {
                    quoted.append(c);
                } else {
                    quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                }
            }
            return quoted.append('\'').toString();
        }
    }

    /** The request of that number. */
    Request request(long seed, long number) {
        return new Making(new Random(seed * 1_000_003 + number)).make();
    }

    /**
     * The statuses that may answer: those that are described for the operation, and those by which a server refuses what is no
     * request, or none that it has an operation for.
     */
    Set<Integer> expected(Request request) {
        Set<Integer> statuses = new TreeSet<>(Set.of(400, 408, 414, 431));
        if (request.headers().stream().anyMatch(header -> header.startsWith("Expect: "))) {
            statuses.add(417);
        }
        String path = request.target().replaceAll("\\?.*", "");
        List<Operation> there = operations.stream()
                .filter(operation -> matches(operation.path(), path))
                .toList();
        if (there.isEmpty()) {
            statuses.add(404);
            return statuses;
        }
        // A literal segment goes before a parameter.
        String template = there.stream()
                .map(Operation::path)
                .min((a, b) -> Boolean.compare(a.indexOf('{') >= 0, b.indexOf('{') >= 0))
                .orElseThrow();
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        List<Operation> meant = there.stream()
                .filter(operation ->
                        operation.path().equals(template) && operation.method().equals(method))
                .toList();
        if (request.method().equals("OPTIONS")) {
            statuses.add(204);
        } else if (meant.isEmpty()) {
            statuses.add(405);
        } else {
            meant.getFirst().description().path("responses").propertyNames().stream()
                    .filter(status -> status.matches("[0-9]+"))
                    .forEach(status -> statuses.add(Integer.valueOf(status)));
        }
        statuses.removeIf(status -> status >= 500);
        return statuses;
    }

    private static boolean matches(String template, String path) {
        return path.matches(Pattern.quote(template).replaceAll("\\{[a-z]+}", "\\\\E[^/]+\\\\Q"));
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode()
                ? node
                : contract.at(reference.asString().substring(1));
    }

    /** One request in the making. */
    private final class Making {
        private final Random random;

        private Making(Random random) {
            this.random = random;
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private boolean once(int of) {
            return random.nextInt(of) == 0;
        }

        private Request make() {
            Operation operation = any(operations);
            while (DEAR.contains(operation.toString()) && !once(40)) {
                operation = any(operations);
            }
            String method = once(25) ? any(METHODS) : operation.method();
            String target = path(operation) + query(operation);
            List<String> headers = new ArrayList<>();
            byte[] body = {};
            JsonNode content = operation.description().path("requestBody").path("content");
            if (!content.isMissingNode()) {
                String type = content.propertyNames().iterator().next();
                headers.add("Content-Type: " + type);
                JsonNode schema = resolved(content.path(type).path("schema"));
                body = type.endsWith("json") ? json(schema) : form(schema);
            } else if (once(15)) {
                headers.add("Content-Type: application/json");
                body = json(JSON.readTree("{\"type\": \"object\"}"));
            }
            for (int count = once(4) ? 1 + random.nextInt(3) : 0; count > 0; count--) {
                String header = any(HEADERS);
                String name = header.substring(0, header.indexOf(':') + 1);
                if (!once(4)) {
                    headers.removeIf(other -> other.startsWith(name));
                }
                headers.add(header);
            }
            if (once(20)) {
                headers.add("Authorization: " + any(CREDENTIALS));
            }
            return framed(method, target, headers, body);
        }

        private Request framed(String method, String target, List<String> headers, byte[] body) {
            boolean cut = body.length > 1 && once(60);
            if (body.length > 0 && once(8)) {
                headers.add("Transfer-Encoding: chunked");
                ByteArrayOutputStream chunks = new ByteArrayOutputStream();
                int size = 1 + random.nextInt(Math.max(1, Math.min(body.length, 70_000)));
                for (int start = 0; start < body.length; start += size) {
                    int length = Math.min(size, body.length - start);
                    chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    chunks.write(body, start, length);
                    chunks.writeBytes(new byte[] {'\r', '\n'});
                }
                if (!cut) {
                    chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                }
                return new Request(method, target, headers, chunks.toByteArray(), cut);
            }
            headers.add("Content-Length: " + (body.length + (cut ? 1 + random.nextInt(2000) : 0)));
            return new Request(method, target, headers, body, cut);
        }

        private String path(Operation operation) {
            StringBuilder path = new StringBuilder();
            String[] segments = operation.path().substring(1).split("/", -1);
            String template = "";
            for (String segment : segments) {
                template += "/" + segment;
                path.append('/');
                if (!segment.startsWith("{")) {
                    path.append(segment);
                } else if (once(9)) {
                    path.append(any(SEGMENTS));
                } else if (once(20)) {
                    path.append(escaped(known.anyOfAnyKind(random)));
                } else {
                    path.append(escaped(known.any(KINDS.getOrDefault(template, "users"), random)));
                }
            }
            if (once(50)) {
                int at = random.nextInt(path.length());
                path.insert(at, any(List.of("/", "%2F", ";x", "%6", "\u00e9", "//", "/./", "A")));
            }
            return path.toString();
        }

        private String query(Operation operation) {
            List<String> pairs = new ArrayList<>();
            List<JsonNode> parameters = new ArrayList<>();
            operation.description().path("parameters").forEach(parameters::add);
            for (JsonNode reference : parameters) {
                JsonNode parameter = resolved(reference);
                if (parameter.path("in").asString().equals("query") && !once(3)) {
                    String name = parameter.path("name").asString();
                    pairs.add(name + "=" + queryValue(name, resolved(parameter.path("schema"))));
                    if (once(12)) {
                        pairs.add(name + "=" + queryValue(name, resolved(parameter.path("schema"))));
                    }
                }
            }
            if (once(25)) {
                pairs.add(any(
                        List.of("unheard=1", "=", "&&", "a=%", "%00=%00", "%ff=1", "limit", "x=" + "y".repeat(6000))));
            }
            Collections.shuffle(pairs, random);
            return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
        }

        private String queryValue(String name, JsonNode schema) {
            if (name.equals("cursor")) {
                String cursor = known.any("cursors", random);
                return switch (random.nextInt(6)) {
                    case 0 -> any(SEGMENTS);
                    case 1 -> cursor.substring(0, random.nextInt(cursor.length()));
                    case 2 -> cursor + "A";
                    case 3 -> new StringBuilder(cursor).reverse().toString();
                    default -> escaped(cursor);
                };
            }
            if (once(4)) {
                return once(2) ? any(SEGMENTS) : escaped(unescaped(any(STRINGS)));
            }
            return escaped(String.valueOf(value(schema, name, 0)).replaceAll("^Raw\\[text=(.*)]$", "$1"));
        }

        private String unescaped(String text) {
            return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\u0000", "\u0000");
        }

        /** Percent-encoded, down to each byte of UTF-8. */
        private String escaped(String text) {
            StringBuilder escaped = new StringBuilder();
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xFF);
                if ((Character.isLetterOrDigit(c) && c < 0x80) || "-._~@:".indexOf(c) >= 0) {
                    escaped.append(c);
                } else {
                    escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
                }
            }
            return escaped.toString();
        }

        private byte[] form(JsonNode schema) {
            List<String> pairs = new ArrayList<>();
            for (String name : schema.path("properties").propertyNames()) {
                if (!once(6)) {
                    pairs.add(name + "=" + (once(3) ? any(SEGMENTS) : escaped(any(STRINGS))));
                }
            }
            if (once(5)) {
                pairs.add(any(List.of("=", "unheard=1", "%00=1", "token=x&token=y", "x".repeat(200_000))));
            }
            return String.join("&", pairs).getBytes(StandardCharsets.ISO_8859_1);
        }

        private byte[] json(JsonNode schema) {
            if (once(25)) {
                return noJson();
            }
            Object body = value(schema, "", 0);
            for (int count = random.nextInt(3); count > 0; count--) {
                body = bent(body, 0);
            }
            String text = written(body);
            Charset charset = once(60)
                    ? any(List.of(StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1))
                    : StandardCharsets.UTF_8;
            byte[] bytes = text.getBytes(charset);
            if (once(40) && bytes.length > 2) {
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt(256);
            }
            return once(30) ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
        }

        private byte[] noJson() {
            List<Supplier<String>> kinds = List.of(
                    () -> "",
                    () -> "[]",
                    () -> "null",
                    () -> "\"x\"",
                    () -> "{'a':1}",
                    () -> "{\"a\":1}{\"b\":2}",
                    () -> "\ufeff{}",
                    () -> "[".repeat(50_000),
                    () -> "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
                    () -> "[" + "0,".repeat(30_000) + "0]",
                    () -> "{\"a\":\"" + "x".repeat(1 << 20) + "\"}",
                    () -> "{" + "\"a\":1,".repeat(20_000) + "\"b\":1}",
                    () -> manyMembers(),
                    () -> " ".repeat(100_000) + "{}",
                    () -> "{\"a\":" + "9".repeat(100_000) + "}",
                    () -> "a=b&c=d",
                    () -> "<?xml version=\"1.0\"?><a/>");
            return any(kinds).get().getBytes(StandardCharsets.UTF_8);
        }

        private String manyMembers() {
            StringBuilder members = new StringBuilder("{");
            for (int i = 0; i < 40_000; i++) {
                members.append("\"m").append(i).append("\":{},");
            }
            return members.append("\"b\":1}").toString();
        }

        /** A value that fits the schema, as far as that says. */
        private Object value(JsonNode described, String name, int depth) {
            JsonNode schema = resolved(described);
            if (schema.has("enum")) {
                return any(schema.path("enum")
                        .valueStream()
                        .map(node -> (Object) node.asString("null"))
                        .toList());
            }
            if (schema.has("oneOf")) {
                return value(
                        schema.path("oneOf")
                                .path(random.nextInt(schema.path("oneOf").size())),
                        name,
                        depth);
            }
            if (schema.has("example") && once(3)) {
                return new Raw(JSON.writeValueAsString(schema.path("example")));
            }
            JsonNode type = schema.path("type");
            String kind =
                    type.isArray() ? type.path(random.nextInt(type.size())).asString() : type.asString("");
            return switch (kind) {
                case "object" -> object(schema, depth);
                case "array" -> {
                    List<Object> items = new ArrayList<>();
                    for (int count = random.nextInt(3); count >= 0; count--) {
                        items.add(value(schema.path("items"), name, depth + 1));
                    }
                    yield items;
                }
                case "string" -> text(schema, name);
                case "boolean" -> random.nextBoolean();
                case "integer", "number" -> random.nextInt(20);
                case "null" -> new Raw("null");
                default -> anything(depth);
            };
        }

        private Map<String, Object> object(JsonNode schema, int depth) {
            Map<String, Object> members = new LinkedHashMap<>();
            Set<String> required = new TreeSet<>();
            schema.path("required").forEach(name -> required.add(name.asString()));
            for (String name : schema.path("properties").propertyNames()) {
                if (required.contains(name) ? !once(30) : once(2)) {
                    members.put(name, value(schema.path("properties").path(name), name, depth + 1));
                }
            }
            if (!schema.has("properties")) {
                members.put("k", anything(depth + 1));
            }
            return members;
        }

        private Object text(JsonNode schema, String name) {
            String format = schema.path("format").asString("");
            return switch (format) {
                case "uuid" -> known.any(once(3) ? "tasks" : "users", random);
                case "date-time" -> "2027-0" + (1 + random.nextInt(9)) + "-11T12:00:00Z";
                case "date" -> "199" + random.nextInt(10) + "-01-31";
                case "email" -> "h" + random.nextInt(100_000) + "@example.org";
                case "uri" -> "https://example.org/" + random.nextInt(100);
                case "password" -> "a sentence is easy to remember";
                default -> named(name);
            };
        }

        private String named(String name) {
            return switch (name) {
                case "name", "key", "title", "description" -> "n" + random.nextInt(100_000);
                case "roles", "role" -> known.any("roles", random);
                case "permissions", "permission" -> known.any("permissions", random);
                case "to" -> known.any(once(2) ? "users" : "activities", random);
                case "ssn" -> "123-45-6789";
                case "assignee", "creator", "user", "owner" -> known.any("users", random);
                default -> once(3) ? known.anyOfAnyKind(random) : "t" + random.nextInt(1000);
            };
        }

        /** Rules of flags among it: they are the deepest thing that the server reads. */
        private Object anything(int depth) {
            return switch (random.nextInt(8)) {
                case 0 -> random.nextInt();
                case 1 -> any(STRINGS);
                case 2 -> new Raw(any(NUMBERS));
                case 3 -> new Raw("null");
                case 4 -> random.nextBoolean();
                case 5 -> {
                    String operator = any(List.of(
                            "if",
                            "==",
                            "var",
                            "fractional",
                            "sem_ver",
                            "starts_with",
                            "in",
                            "map",
                            "reduce",
                            "cat",
                            "substr",
                            "$ref",
                            "%",
                            "/",
                            "merge",
                            "missing_some"));
                    yield Map.of(operator, depth > 6 ? List.of() : List.of(anything(depth + 1), anything(depth + 1)));
                }
                case 6 -> depth > 6 ? List.of() : List.of(anything(depth + 1));
                default -> depth > 6 ? Map.of() : Map.of("a" + random.nextInt(5), anything(depth + 1));
            };
        }

        /** The value, or something within it, in another shape than it should have. */
        private Object bent(Object value, int depth) {
            if (value instanceof Map<?, ?> object && !object.isEmpty() && !once(depth == 0 ? 12 : 4)) {
                Map<String, Object> members = new LinkedHashMap<>();
                object.forEach((name, member) -> members.put(String.valueOf(name), member));
                List<String> names = List.copyOf(members.keySet());
                String name = any(names);
                switch (random.nextInt(5)) {
                    case 0 -> members.put(any(NAMES), anything(0));
                    case 1 -> members.remove(name);
                    // There a second time, since a writer writes what it is given.
                    case 2 -> members.put(name + "\", \"" + name, new Raw("null"));
                    default -> members.put(name, bent(members.getOrDefault(name, ""), depth + 1));
                }
                return members;
            }
            if (value instanceof List<?> items && !items.isEmpty() && !once(3)) {
                List<Object> bent = new ArrayList<>(items);
                if (once(6)) {
                    return Collections.nCopies(600 + random.nextInt(3000), bent.getFirst());
                }
                int at = random.nextInt(bent.size());
                bent.set(at, bent(bent.get(at), depth + 1));
                return bent;
            }
            return switch (random.nextInt(9)) {
                case 0 -> new Raw(any(NUMBERS));
                case 1 -> new Raw("null");
                case 2 -> List.of();
                case 3 -> Map.of();
                case 4 -> new Raw("{\"a\":".repeat(70) + "1" + "}".repeat(70));
                case 5 -> "x".repeat(any(List.of(51, 101, 256, 1025, 10_001, 300_000, 1_100_000)));
                case 6 -> known.anyOfAnyKind(random);
                default -> any(STRINGS);
            };
        }

        /** Text is written as it stands, its escapes included, so that a lone surrogate can be sent. */
        private String written(Object value) {
            return switch (value) {
                case Raw raw -> raw.text();
                case Map<?, ?> members -> {
                    List<String> written = new ArrayList<>();
                    members.forEach((name, member) ->
                            written.add("\"" + name + "\":" + written(Objects.requireNonNull(member))));
                    yield "{" + String.join(",", written) + "}";
                }
                case List<?> items ->
                    "["
                            + String.join(
                                    ",",
                                    items.stream()
                                            .map(item -> written(Objects.requireNonNull(item)))
                                            .toList())
                            + "]";
                case String text -> "\"" + text.replaceAll("(?<!\\\\)\"", "\\\\\"") + "\"";
                default -> String.valueOf(value);
            };
        }
    }
}
