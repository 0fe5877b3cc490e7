package dev.groundwork.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (HTML, section 9.2) to many clients, each on a connection that stays open. A client that is slow misses what
 * came meanwhile but for the last event, and holds up nobody: each has a virtual thread of its own, and none of the server's.
 */
public final class EventStreams implements AutoCloseable {
    /** Each costs a connection and some ten kilobytes. */
    private static final int MOST = 2_000;

    /** A person's tabs and a service's nodes, and not all of them. */
    private static final int MOST_OF_ONE = 50;

    /** Under the shortest time after which a proxy takes a connection for dead; and who went away is noticed by it. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Then a client comes again, with credentials that are looked at again. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final byte[] OPENING = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final Places places = new Places(MOST, MOST_OF_ONE);
    private volatile boolean closed;

    /**
     * One event.
     *
     * @param id what a client that comes again names as the last that it saw; one line
     * @param data one line
     */
    public record Event(String id, String data) {
        byte[] bytes() {
            return ("id: " + id + "\nevent: message\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Tells every client. Returns at once. */
    public void tell(Event event) {
        open.forEach(stream -> stream.tell(event));
    }

    /** How many clients listen. */
    public int count() {
        return open.size();
    }

    /** A place for one client; null where there is none left, or none for this one. */
    @Nullable
    Place take(String client) {
        return !closed && places.take(client) ? new Place(client) : null;
    }

    /** A client's place among the others, until it is given back. */
    final class Place {
        private final String client;

        private Place(String client) {
            this.client = client;
        }

        void giveBack() {
            places.giveBack(client);
        }

        /**
         * Goes on with an answer whose status and headers are set, beyond the handling of its request.
         *
         * @param leave has whoever handles requests leave this one to us
         * @param first what the client is told at once; asked once it listens, and whatever goes wrong with it ends the stream
         */
        void open(HttpServletRequest request, Runnable leave, Supplier<Optional<Event>> first) {
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            leave.run();
            Stream stream = new Stream(async, this, first);
            open.add(stream);
            stream.thread.start();
        }
    }

    private final class Stream {
        private final AsyncContext async;
        private final Place place;
        private final Supplier<Optional<Event>> first;
        private final AtomicReference<@Nullable Event> next = new AtomicReference<>();
        private final Thread thread;

        private Stream(AsyncContext async, Place place, Supplier<Optional<Event>> first) {
            this.async = async;
            this.place = place;
            this.first = first;
            this.thread = Thread.ofVirtual().name("web-events").unstarted(this::run);
        }

        private void tell(Event event) {
            next.set(event);
            LockSupport.unpark(thread);
        }

        private void run() {
            try {
                send(async.getResponse().getOutputStream());
            } catch (IOException | RuntimeException gone) {
                // It went away, which is how most of them end.
            } finally {
                open.remove(this);
                place.giveBack();
                end();
            }
        }

        private void end() {
            try {
                async.complete();
            } catch (IllegalStateException gone) {
                // Jetty has ended it already, with its connection.
            }
        }

        private void send(OutputStream client) throws IOException {
            long end = System.nanoTime() + LONGEST.toNanos();
            write(client, OPENING);
            // What was told meanwhile is newer.
            first.get().ifPresent(event -> next.compareAndSet(null, event));
            while (!closed && System.nanoTime() - end < 0) {
                Event event = next.getAndSet(null);
                if (event != null) {
                    write(client, event.bytes());
                    continue;
                }
                LockSupport.parkNanos(this, HEARTBEAT.toNanos());
                if (!closed && next.get() == null) {
                    write(client, BEAT);
                }
            }
        }

        private static void write(OutputStream client, byte[] bytes) throws IOException {
            client.write(bytes);
            client.flush();
        }
    }

    /** Ends every stream, for its client to come again elsewhere. */
    @Override
    public void close() {
        closed = true;
        open.forEach(stream -> LockSupport.unpark(stream.thread));
    }
}
