package dev.groundwork.bootstrap.bench;

import io.javalin.Javalin;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The limit of what a request can cost here: Javalin as it comes, answering a small JSON object. Prints its port. */
final class EmptyHandler {
    private EmptyHandler() {}

    public static void main(String[] arguments) {
        JsonMapper json = new JsonMapper();
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get(
                    "/",
                    context -> context.contentType("application/json")
                            .result(json.writeValueAsBytes(Map.of("status", "ok"))));
        });
        server.start("127.0.0.1", 0);
        System.out.println("ready at http://127.0.0.1:" + server.port());
    }
}
