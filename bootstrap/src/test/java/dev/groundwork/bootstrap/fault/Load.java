package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Clients that read and write on and on until they are told to stop, each with a pause between its requests, so that they never take
 * the machine to its end. One whose node does not listen turns to the other, as a balancer would.
 */
final class Load implements AutoCloseable {
    private final Site site;
    private final Ledger ledger;
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped;

    private Load(Site site, Ledger ledger) {
        this.site = site;
        this.ledger = ledger;
    }

    /** Starts clients with these sessions, one each. */
    static Load start(Site site, Ledger ledger, List<Site.Session> sessions, Duration pause) {
        Load load = new Load(site, ledger);
        for (int i = 0; i < sessions.size(); i++) {
            Worker worker = load.new Worker(i, sessions.get(i).token(), pause);
            load.clients.add(Thread.ofVirtual().start(worker));
        }
        return load;
    }

    /** What was asked so far. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        stop();
    }

    /** Returns once each client has its last answer. */
    void stop() {
        stopped = true;
        for (Thread client : clients) {
            try {
                if (!client.join(Wire.LONGEST_WAIT.multipliedBy(3))) {
                    throw new AssertionError("a client waits for longer than anybody may");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final class Worker implements Runnable {
        private static final int TASKS_IN_HAND = 5;

        private final int number;
        private final String token;
        private final Duration pause;
        private final List<Wire> wires;
        private final List<Ledger.Entry> tasks = new ArrayList<>();
        private int turn;

        private Worker(int number, String token, Duration pause) {
            this.number = number;
            this.token = token;
            this.pause = pause;
            this.wires =
                    site.nodes().stream().map(node -> new Wire(node.port())).toList();
        }

        @Override
        public void run() {
            try {
                // Not all at the same thing at once.
                turn = number;
                while (!stopped) {
                    turn++;
                    takeTurn();
                    Waiting.pause(pause);
                }
            } catch (RuntimeException e) {
                ledger.broken("a client failed: " + e);
            } finally {
                wires.forEach(Wire::close);
            }
        }

        private void takeTurn() {
            Ledger.Entry task = tasks.isEmpty() ? null : tasks.get(turn % tasks.size());
            switch (turn % 6) {
                case 0, 3 -> read("me", "/v1/me");
                case 1 -> create();
                case 2 -> {
                    if (task != null) {
                        read("task", "/v1/tasks/" + task.id);
                    }
                }
                case 4 -> read("list", "/v1/projects/" + ledger.project() + "/tasks?sort=-createdAt&limit=20");
                default -> {
                    if (task != null) {
                        change(task);
                    }
                }
            }
        }

        private void read(String route, String path) {
            Wire.Answer answer = ask(route, "GET", path, Map.of(), null);
            if (answer != null && answer.status() != 200 && answer.status() < 500) {
                ledger.broken(path + " is answered " + answer.status() + " " + answer.body());
            }
        }

        private void create() {
            String title = "task " + UUID.randomUUID();
            // Some clients send no key: what they are told has to do.
            String key = turn % 4 == 1 ? null : UUID.randomUUID().toString();
            Ledger.Entry entry = ledger.begin(title, key);
            Wire.Answer answer = ask(
                    "create",
                    "POST",
                    "/v1/projects/" + ledger.project() + "/tasks",
                    key == null ? Map.of() : Map.of("Idempotency-Key", key),
                    Json.object(Map.of("title", title)));
            if (answer == null) {
                return;
            }
            if (answer.status() == 201) {
                JsonNode body = Json.read(answer.body());
                entry.made(body.path("id").asString(), answer.header("ETag"), body);
                tasks.add(entry);
                if (tasks.size() > TASKS_IN_HAND) {
                    tasks.removeFirst();
                }
            } else if (answer.status() != 503) {
                ledger.broken("creating is answered " + answer.status() + " " + answer.body());
            } else if (key == null && !leavesOpen(answer)) {
                entry.state = Ledger.State.NOT_MADE;
            }
        }

        private void change(Ledger.Entry task) {
            String description = "change " + UUID.randomUUID();
            Wire.Answer answer = ask(
                    "change",
                    "PATCH",
                    "/v1/tasks/" + task.id,
                    Map.of("If-Match", task.tag),
                    Json.object(Map.of("description", description)));
            if (answer == null || (answer.status() == 503 && leavesOpen(answer))) {
                // Whoever does not know changes nothing more there before it is settled.
                task.open = description;
                tasks.remove(task);
            } else if (answer.status() == 200) {
                task.changed(description, answer.header("ETag"), Json.read(answer.body()));
            } else if (answer.status() != 503) {
                ledger.broken("changing " + task.title + " is answered " + answer.status() + " " + answer.body());
            }
        }

        private static boolean leavesOpen(Wire.Answer answer) {
            return answer.body().contains("is not known");
        }

        /** Null where there was no answer. */
        private Wire.@Nullable Answer ask(
                String route, String method, String path, Map<String, String> also, @Nullable String body) {
            Map<String, String> headers = new HashMap<>(also);
            headers.put("Authorization", "Bearer " + token);
            long begin = System.nanoTime();
            int status;
            Wire.Answer answer = null;
            try {
                answer = askSomebody(method, path, headers, body);
                status = answer.status();
                requireProblem(answer);
            } catch (ConnectException e) {
                status = Sample.REFUSED;
            } catch (SocketTimeoutException e) {
                status = Sample.TIMED_OUT;
            } catch (IOException e) {
                status = Sample.LOST;
            }
            samples.add(new Sample(begin, System.nanoTime(), route, status));
            return answer;
        }

        private Wire.Answer askSomebody(String method, String path, Map<String, String> headers, @Nullable String body)
                throws IOException {
            for (int i = 0; ; i++) {
                try {
                    return wires.get((number + i) % wires.size()).send(method, path, headers, body);
                } catch (ConnectException e) {
                    if (i == wires.size() - 1) {
                        throw e;
                    }
                }
            }
        }

        private void requireProblem(Wire.Answer answer) {
            if (answer.status() >= 500
                    && !(answer.status() == 503
                            && answer.header("Content-Type").startsWith("application/problem+json")
                            && answer.header("Retry-After").matches("[1-9]\\d*"))) {
                ledger.broken("an outage is answered " + answer);
            }
        }
    }
}
