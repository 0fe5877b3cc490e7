package dev.groundwork.web;

import dev.groundwork.domain.access.Permission;
import dev.groundwork.web.WebConfiguration.Health;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** How the server is doing, and what it can be asked for. */
final class OperatingRoutes {
    /** The page's own script, Swagger UI's, and its pictures; nothing from anywhere else. Its editor colours by inline styles. */
    private static final String DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static final String DESCRIPTION = "/openapi.yaml";
    private static final String VARY = "Origin, Accept-Encoding";
    private static final Pattern GZIP = Pattern.compile("(?i)\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");
    private static final String REVALIDATED = "no-cache";
    private static final String KEPT_A_DAY = "public, max-age=86400";

    private final Map<String, Supplier<Health>> dependencies;
    private final Lifecycle lifecycle;
    private final Meters meters;
    private final Supplier<Answer> yaml = once(() -> new Answer(200, "application/yaml", resource(DESCRIPTION)));
    private final Supplier<Answer> json = once(() -> Answer.json(200, toJson(resource(DESCRIPTION))));
    private final Supplier<Answer> docs =
            once(() -> Answer.html(200, new String(resource("/dev/groundwork/web/docs.html"), StandardCharsets.UTF_8))
                    .with("Content-Security-Policy", DOCS_POLICY));
    private final Map<String, File> files = Map.of(
            "start.js", new File("text/javascript; charset=utf-8", () -> resource("/dev/groundwork/web/docs.js")),
            "swagger-ui.css", new File("text/css; charset=utf-8", () -> webjar("swagger-ui.css")),
            "swagger-ui-bundle.js", new File("text/javascript; charset=utf-8", () -> webjar("swagger-ui-bundle.js")),
            "favicon-32x32.png", new File("image/png", () -> webjar("favicon-32x32.png")));

    OperatingRoutes(Map<String, Supplier<Health>> dependencies, Lifecycle lifecycle, Meters meters) {
        this.dependencies = new LinkedHashMap<>(dependencies);
        this.lifecycle = lifecycle;
        this.meters = meters;
    }

    /** A file of the page to browse, as it is and compressed; neither is made before somebody asks, nor made twice. */
    private static final class File {
        private final Supplier<Answer> plain;
        private final Supplier<Answer> compressed;

        private File(String contentType, Supplier<byte[]> content) {
            this.plain = once(() -> new Answer(200, contentType, content.get()).with("Vary", VARY));
            this.compressed = once(() -> new Answer(200, contentType, gzip(content.get()))
                    .with("Vary", VARY)
                    .with("Content-Encoding", "gzip"));
        }

        private Answer acceptedBy(@Nullable String acceptEncoding) {
            return acceptEncoding != null && GZIP.matcher(acceptEncoding).find() ? compressed.get() : plain.get();
        }
    }

    private static <T> Supplier<T> once(Supplier<T> make) {
        return new Supplier<>() {
            private @Nullable T made;

            @Override
            public synchronized T get() {
                T known = made;
                if (known == null) {
                    known = make.get();
                    made = known;
                }
                return known;
            }
        };
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 3);
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health/live").access(Access.OPEN).withoutQuota().to(exchange -> status("up")),
                Route.get("/health/ready").access(Access.OPEN).withoutQuota().to(this::ready),
                Route.get("/metrics")
                        .access(Access.permissionOrLocal(Permission.METRICS_READ))
                        .anyParameters()
                        .withoutQuota()
                        .to(exchange -> metrics()),
                Route.get("/openapi.yaml")
                        .access(Access.ANYBODY)
                        .to(exchange -> exchange.fixed(yaml.get(), REVALIDATED)),
                Route.get("/openapi.json")
                        .access(Access.ANYBODY)
                        .to(exchange -> exchange.fixed(json.get(), REVALIDATED)),
                Route.get("/docs")
                        .access(Access.OPEN)
                        .anyParameters()
                        .to(exchange -> exchange.fixed(docs.get(), REVALIDATED)),
                Route.get("/docs/{file}").access(Access.OPEN).to(this::file));
    }

    private static Answer status(String status) {
        return Answer.json(200, JsonWriter.write(json -> json.object(() -> json.text("status", status))));
    }

    private Answer ready(Exchange exchange) {
        Map<String, Health> states = new LinkedHashMap<>();
        dependencies.forEach((name, health) -> states.put(name, health.get()));
        if (lifecycle.isDraining()) {
            return notReady(exchange, "The server is on its way out.", states);
        }
        if (states.containsValue(Health.DOWN)) {
            return notReady(exchange, "Something that every request needs is down.", states);
        }
        Health worst = states.containsValue(Health.DEGRADED) ? Health.DEGRADED : Health.UP;
        return Answer.json(
                200,
                JsonWriter.write(json -> json.object(() -> {
                    json.constant("status", worst);
                    write(json, states);
                })));
    }

    private static Answer notReady(Exchange exchange, String detail, Map<String, Health> states) {
        return exchange.problem(Problem.unavailable(detail, Duration.ofSeconds(1)), json -> write(json, states));
    }

    private static void write(JsonWriter json, Map<String, Health> states) {
        json.object("dependencies", () -> states.forEach(json::constant));
    }

    private Answer metrics() {
        byte[] text = meters.scrape().getBytes(StandardCharsets.UTF_8);
        return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    private Answer file(Exchange exchange) {
        File file = files.get(exchange.segment("file"));
        if (file == null) {
            throw new Rejected(Problem.nothingHere());
        }
        return exchange.fixed(file.acceptedBy(exchange.header("Accept-Encoding")), KEPT_A_DAY);
    }

    private static byte[] toJson(byte[] description) {
        return new JsonMapper().writeValueAsBytes(new YAMLMapper().readTree(description));
    }

    private static byte[] webjar(String file) {
        Properties jar = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            jar.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resource("/META-INF/resources/webjars/swagger-ui/" + jar.getProperty("version") + "/" + file);
    }

    private static byte[] resource(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = OperatingRoutes.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("not in the program: " + name);
        }
        return in;
    }
}
