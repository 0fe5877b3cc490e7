package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is refused something is remembered (R32). */
class DeniedAccessTest {
    private static List<Activity> denials(Served served, String user) {
        return served.audited(user).stream()
                .filter(activity -> activity.action().equals("access.denied"))
                .toList();
    }

    @Test
    void isAudited() {
        try (Served served = Served.start()) {
            String project = served.signedIn("ada")
                    .post("/v1/projects", Map.of("name", "Open", "visibility", "public"))
                    .expect(201)
                    .text("id");
            Client bob = served.signedIn("bob");
            String id = bob.get("/v1/me").text("id");
            bob.with("X-Request-Id", "denied-1")
                    .with("User-Agent", "loom/1")
                    .post("/v1/projects/" + project + "/tasks", Map.of("title", "T"))
                    .expect(403);
            bob.form("/v1/auth/introspect", "token=x").expect(403);
            served.client()
                    .post("/v1/projects/" + project + "/tasks", Map.of("title", "T"))
                    .expect(401);

            List<Activity> denials = denials(served, id);

            assertThat(denials)
                    .extracting(Activity::changes)
                    .containsExactly(
                            Map.of("request", new FieldChange(null, "POST /v1/auth/introspect")),
                            Map.of("request", new FieldChange(null, "POST /v1/projects/{uuid}/tasks")));
            Activity.Source source = denials.get(1).source();
            assertThat(source).isNotNull();
            assertThat(source.origin().requestId()).isEqualTo("denied-1");
            assertThat(source.origin().ipAddress()).isEqualTo("127.0.0.1");
            assertThat(source.origin().userAgent()).isEqualTo("loom/1");
        }
    }

    /** A store that can't do the service's work while it is told so. */
    private record Away(Work sound, AtomicBoolean away) implements Work {
        @Override
        public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
            return sound.in(actor, unit);
        }

        @Override
        public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
            if (away.get()) {
                throw new IllegalStateException("away");
            }
            return sound.asService(actor, unit);
        }
    }

    @Test
    void staysDeniedWhereTheAuditTrailCannotBeTold() {
        AtomicBoolean away = new AtomicBoolean();
        try (Served served =
                Served.start(Served.configuration(), ports -> ports.withWork(new Away(ports.work(), away)))) {
            Client bob = served.signedIn("bob");
            away.set(true);
            bob.form("/v1/auth/introspect", "token=x").expect(403);
        }
    }
}
