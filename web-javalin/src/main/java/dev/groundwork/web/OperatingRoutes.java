package dev.groundwork.web;

import dev.groundwork.domain.access.Permission;
import dev.groundwork.web.WebConfiguration.Health;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** How the server is doing, and what it can be asked for. */
final class OperatingRoutes {
    /** The page's own script, Swagger UI's, and its pictures; nothing from anywhere else. Its editor colours by inline styles. */
    private static final String DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static final String REVALIDATED = "no-cache";
    private static final String KEPT_A_DAY = "public, max-age=86400";

    private final Map<String, Supplier<Health>> dependencies;
    private final Lifecycle lifecycle;
    private final Meters meters;
    private final Answer yaml;
    private final Answer json;
    private final Answer docs;
    private final Map<String, Answer> files = new LinkedHashMap<>();

    OperatingRoutes(WebConfiguration configuration, Lifecycle lifecycle, Meters meters) {
        this.dependencies = configuration.dependencies();
        this.lifecycle = lifecycle;
        this.meters = meters;
        byte[] description = resource("/openapi.yaml");
        this.yaml = new Answer(200, "application/yaml", description);
        this.json = Answer.json(200, toJson(description));
        this.docs = Answer.html(200, new String(resource("/dev/groundwork/web/docs.html"), StandardCharsets.UTF_8))
                .with("Content-Security-Policy", DOCS_POLICY);
        files.put(
                "start.js", new Answer(200, "text/javascript; charset=utf-8", resource("/dev/groundwork/web/docs.js")));
        files.put("swagger-ui.css", new Answer(200, "text/css; charset=utf-8", webjar("swagger-ui.css")));
        files.put(
                "swagger-ui-bundle.js",
                new Answer(200, "text/javascript; charset=utf-8", webjar("swagger-ui-bundle.js")));
        files.put("favicon-32x32.png", new Answer(200, "image/png", webjar("favicon-32x32.png")));
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health/live").access(Access.OPEN).withoutBudget().to(exchange -> status("up")),
                Route.get("/health/ready").access(Access.OPEN).withoutBudget().to(this::ready),
                Route.get("/metrics")
                        .access(Access.permissionOrLocal(Permission.METRICS_READ))
                        .anyParameters()
                        .withoutBudget()
                        .to(exchange -> metrics()),
                Route.get("/openapi.yaml").access(Access.ANYBODY).to(exchange -> exchange.fixed(yaml, REVALIDATED)),
                Route.get("/openapi.json").access(Access.ANYBODY).to(exchange -> exchange.fixed(json, REVALIDATED)),
                Route.get("/docs")
                        .access(Access.OPEN)
                        .anyParameters()
                        .to(exchange -> exchange.fixed(docs, REVALIDATED)),
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
        Answer file = files.get(exchange.segment("file"));
        if (file == null) {
            throw new Rejected(Problem.of(Problem.Kind.NOT_FOUND, "There is nothing at this address."));
        }
        return exchange.fixed(file, KEPT_A_DAY);
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
