package dev.groundwork.bootstrap;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Something that is made on a thread of its own while a start goes on with what does not need it yet. */
final class Meanwhile<T extends AutoCloseable> implements AutoCloseable {
    private final FutureTask<T> making;

    private Meanwhile(Supplier<T> maker) {
        this.making = new FutureTask<>(maker::get);
    }

    static <T extends AutoCloseable> Meanwhile<T> make(String name, Supplier<T> maker) {
        Meanwhile<T> meanwhile = new Meanwhile<>(maker);
        Thread.ofPlatform().daemon().name(name).start(meanwhile.making);
        return meanwhile;
    }

    /** Waits until it is made, and fails as its maker did. */
    T get() {
        try {
            return making.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during the start", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /** Closes what was made; what failed needs none. */
    @Override
    public void close() {
        T made;
        try {
            made = get();
        } catch (RuntimeException alreadyTold) {
            return;
        }
        try {
            made.close();
        } catch (Exception e) {
            throw new IllegalStateException("not closed: " + made.getClass().getSimpleName(), e);
        }
    }
}
