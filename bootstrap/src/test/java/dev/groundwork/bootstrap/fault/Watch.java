package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Looks at each node ten times a second as an orchestrator does: whether it lives, whether it is ready, and how many threads it has. */
final class Watch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Queue<Look> looks = new ConcurrentLinkedQueue<>();
    private final List<Thread> watchers;
    private volatile boolean stopped;

    private Watch(Site site) {
        this.watchers = site.nodes().stream()
                .map(node -> Thread.ofVirtual().start(() -> watch(node)))
                .toList();
    }

    static Watch start(Site site) {
        return new Watch(site);
    }

    /**
     * One look at a node.
     *
     * @param at when it was over, in the terms of {@link System#nanoTime}
     * @param alive the status of {@code /health/live}; 0 where the node did not listen
     * @param aliveMillis how long that took
     * @param ready the status of {@code /health/ready}
     * @param says the body of that
     */
    record Look(long at, Node node, int alive, double aliveMillis, int ready, String says, int threads) {
        boolean seesRedis() {
            return says.contains("\"redis\":\"up\"");
        }
    }

    List<Look> looks() {
        return List.copyOf(looks);
    }

    private void watch(Node node) {
        try (Wire wire = new Wire(node.port())) {
            while (!stopped) {
                look(node, wire);
                Waiting.pause(PAUSE);
            }
        }
    }

    private void look(Node node, Wire wire) {
        int threads = node.threads();
        long begin = System.nanoTime();
        try {
            Wire.Answer alive = wire.send("GET", "/health/live", java.util.Map.of(), null);
            double millis = (System.nanoTime() - begin) / 1e6;
            Wire.Answer ready = wire.send("GET", "/health/ready", java.util.Map.of(), null);
            looks.add(new Look(System.nanoTime(), node, alive.status(), millis, ready.status(), ready.body(), threads));
        } catch (IOException e) {
            looks.add(new Look(System.nanoTime(), node, 0, 0, 0, "", threads));
        }
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread watcher : watchers) {
            try {
                watcher.join(Wire.LONGEST_WAIT.multipliedBy(2));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
