package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Looking through the whole audit trail, and taking it along (R32). */
class AuditSearchTest {
    private static final String ACTIVITY = "/v1/audit/activity";

    @Test
    void findsDeniedAccessAndRefusedSignInsForThoseWithThePermission() {
        try (Served served = Served.start()) {
            Client root = served.administrator("root");
            Client bob = served.signedIn("bob");
            String id = bob.get("/v1/me").text("id");
            bob.get(ACTIVITY).expect(403);
            served.client().get(ACTIVITY).expect(401);
            served.client()
                    .post("/v1/auth/login", Map.of("login", "bob", "password", "a wrong one, surely"))
                    .expect(401);

            assertThat(root.get(ACTIVITY + "?action=access.denied&user=" + id)
                            .expect(200)
                            .json()
                            .path("items")
                            .size())
                    .isEqualTo(1);
            assertThat(root.get(ACTIVITY + "?action=auth.login_failed&resourceType=users&resourceId=" + id)
                            .expect(200)
                            .json()
                            .path("items")
                            .size())
                    .isEqualTo(1);
            assertThat(root.get(ACTIVITY + "?from=2100-01-01T00:00:00Z")
                            .expect(200)
                            .json()
                            .path("items")
                            .size())
                    .isZero();
            Client.Answer page =
                    root.get(ACTIVITY + "?limit=1&resourceType=users").expect(200);
            root.get(ACTIVITY + "?limit=1&resourceType=users&cursor=" + page.text("nextCursor"))
                    .expect(200);
            root.get(ACTIVITY + "?limit=1&cursor=" + page.text("nextCursor")).expect(400);
            assertThat(root.get(ACTIVITY + "?user=bob&from=now&action=&who=x")
                            .expect(400)
                            .errors())
                    .hasSize(4);
        }
    }

    @Test
    void exportsWhatASearchFinds() {
        try (Served served = Served.start()) {
            Client root = served.administrator("root");
            for (int i = 0; i < 210; i++) {
                served.groundwork().auditTrail().denied(served.actor(root), "GET /v1/" + i);
            }
            String filter = "action=access.denied";

            Client.Answer lines = root.with("Accept", "application/x-ndjson")
                    .get(ACTIVITY + "/export?format=ndjson&" + filter)
                    .expect(200);
            assertThat(lines.body().lines()).hasSize(210);
            assertThat(lines.header("Content-Disposition")).isEqualTo("attachment; filename=\"activity.ndjson\"");
            assertThat(lines.header("Cache-Control")).isEqualTo("no-store");

            Client.Answer table =
                    root.get(ACTIVITY + "/export?format=csv&" + filter).expect(200);
            assertThat(table.body().split("\r\n")).hasSize(211);
            assertThat(table.body())
                    .startsWith(
                            "id,at,actorId,actor,action,resourceType,resourceId,changes,ipAddress,userAgent,session,"
                                    + "requestId\r\n");
            assertThat(root.method("HEAD", ACTIVITY + "/export?format=csv")
                            .expect(200)
                            .body())
                    .isEmpty();
            root.get(ACTIVITY + "/export").expect(400);
            root.get(ACTIVITY + "/export?format=xml").expect(400);
            served.signedIn("bob").get(ACTIVITY + "/export?format=csv").expect(403);
        }
    }

    @Test
    void makesNothingAFormulaThatASpreadsheetWouldTakeForOne() {
        try (Served served = Served.start()) {
            Client root = served.administrator("root");
            for (String agent : List.of("=cmd|'/C calc'!A0", "+1", "-12", "@SUM(1)")) {
                root.with("User-Agent", agent)
                        .form("/v1/auth/introspect", "token=x")
                        .expect(200);
                served.signedIn("user-" + agent.length())
                        .with("User-Agent", agent)
                        .with("X-Request-Id", "-2-3")
                        .get(ACTIVITY)
                        .expect(403);
            }

            String table = root.get(ACTIVITY + "/export?format=csv&action=access.denied")
                    .expect(200)
                    .body();

            assertThat(table)
                    .contains(
                            ",\"'=cmd|'/C calc'!A0\",", ",\"'+1\",", ",\"'-12\",", ",\"'@SUM(1)\",", ",\"'-2-3\"\r\n");
            assertThat(table).doesNotContain("\"=", "\"+", "\"-", "\"@");
            // Where semicolons separate cells, what follows one must not begin a cell either.
            assertThat(table.lines()).allMatch(line -> line.startsWith("\"") || line.startsWith("id"));
            assertThat(table).contains("\"{\"\"request\"\":");
        }
    }

    /** The store fails at the third page of an export. */
    private record Failing(Work sound, AtomicInteger searches) implements Work {
        @Override
        public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
            return sound.in(actor, unit);
        }

        @Override
        public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
            if (searches.get() > 0 && searches.decrementAndGet() == 0) {
                throw Refused.conflict("gone in the middle");
            }
            return sound.asService(actor, unit);
        }
    }

    @Test
    void breaksTheConnectionOffWhereAnExportCannotBeFinished() throws Exception {
        AtomicInteger searches = new AtomicInteger();
        try (Served served =
                Served.start(Served.configuration(), ports -> ports.withWork(new Failing(ports.work(), searches)))) {
            Client root = served.administrator("root");
            for (int i = 0; i < 450; i++) {
                served.groundwork().auditTrail().denied(served.actor(root), "GET /v1/" + i);
            }
            searches.set(3);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(served.server().baseUrl() + ACTIVITY + "/export?format=ndjson"))
                    .header("Authorization", "Bearer " + root.accessToken())
                    .build();
            boolean broken = false;
            try (HttpClient client = HttpClient.newHttpClient();
                    InputStream body =
                            client.send(request, BodyHandlers.ofInputStream()).body()) {
                body.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                broken = true;
            }
            assertThat(broken).as("a file that ends in the middle looks whole").isTrue();
            root.get(ACTIVITY).expect(200);
        }
    }
}
