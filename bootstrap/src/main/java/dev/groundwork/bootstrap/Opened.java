package dev.groundwork.bootstrap;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was opened, to be closed in reverse, each whatever happens to the others. A signal may arrive while a start is under way:
 * what is opened after the end is closed at once.
 */
final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private boolean closed;

    /**
     * @return the resource
     * @throws IllegalStateException where everything was closed meanwhile, and the resource now too
     */
    <T extends AutoCloseable> T add(T resource) {
        synchronized (this) {
            if (!closed) {
                resources.push(resource);
                return resource;
            }
        }
        close(resource);
        throw new IllegalStateException("the server was stopped while it started");
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable next;
            synchronized (this) {
                closed = true;
                if (resources.isEmpty()) {
                    return;
                }
                next = resources.pop();
            }
            close(next);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.error("Not closed as it should be: {}", resource.getClass().getSimpleName(), e);
        }
    }
}
