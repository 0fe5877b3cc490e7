package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sessions of which one ended before a fault and one ends during it, while one goes on; who is let in at each node is noted. */
final class Revocations {
    /** How long the other nodes may take to hear of it. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Site site;
    private final Site.Session live;
    private final Site.Session endedBefore;
    private final Site.Session endsDuring;
    private final List<String> wrong = new ArrayList<>();

    /** Signs in three times; each is known to each node's caches before one ends. */
    Revocations(Site site) throws Exception {
        this.site = site;
        this.live = site.signIn();
        this.endedBefore = site.signIn();
        this.endsDuring = site.signIn();
        for (Site.Session session : List.of(live, endedBefore, endsDuring)) {
            site.nodes().forEach(node -> require(node, session, 200, "before"));
        }
        end(endedBefore);
    }

    /** Ends one while the fault goes on. */
    void duringTheFault() {
        long begin = System.nanoTime();
        end(endsDuring);
        require(site.first(), endsDuring, 401, "at the node that ended it");
        Duration allowed = ELSEWHERE.plus(Outcome.STALL);
        if (!Waiting.until(allowed, () -> status(site.second(), endsDuring) == 401)) {
            wrong.add("an ended session is let in elsewhere after "
                    + Outcome.seconds(Duration.ofNanos(System.nanoTime() - begin)));
        }
        requireAll("during");
    }

    /** What was wrong, after a look at each session at each node once the fault is over; empty where nothing was. */
    List<String> afterTheFault() {
        requireAll("after");
        return wrong;
    }

    private void requireAll(String when) {
        for (Node node : site.nodes()) {
            require(node, live, 200, when);
            require(node, endedBefore, 401, when);
            require(node, endsDuring, 401, when);
        }
    }

    private void end(Site.Session session) {
        try (Wire wire = new Wire(site.first().port())) {
            Wire.Answer answer = wire.send(
                    "DELETE",
                    "/v1/me/sessions/" + session.handle(),
                    Map.of("Authorization", "Bearer " + live.token()),
                    null);
            if (answer.status() != 204) {
                wrong.add("ending a session is answered " + answer.status() + " " + answer.body());
            }
        } catch (IOException e) {
            wrong.add("ending a session is not answered: " + e);
        }
    }

    private void require(Node node, Site.Session session, int status, String when) {
        int answered = status(node, session);
        if (answered != status) {
            wrong.add("a session that should be answered " + status + " is answered " + answered + " " + when);
        }
    }

    private static int status(Node node, Site.Session session) {
        return node.statusOf("/v1/me", session.token());
    }
}
