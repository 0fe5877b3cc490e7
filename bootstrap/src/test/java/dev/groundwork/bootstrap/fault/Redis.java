package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A Redis that can be stopped, frozen, emptied and filled. */
final class Redis implements AutoCloseable {
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    Redis(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        start();
    }

    int port() {
        return port;
    }

    /** Starts it, empty, and returns once it answers. */
    void start() {
        try {
            Files.createDirectories(folder);
            process = new ProcessBuilder(List.of(
                            ExecutableProvider.newJarResourceProvider().get().getPath(),
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--dir",
                            folder.toString(),
                            "--save",
                            ""))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.until("Redis answers", this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    void stop() {
        Process running = running();
        running.destroyForcibly();
        running.onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }

    void freeze() {
        Signals.freeze(running().toHandle());
    }

    void thaw() {
        Signals.thaw(running().toHandle());
    }

    private Process running() {
        return Objects.requireNonNull(process, "started by the constructor");
    }

    void flush() {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            jedis.flushAll();
        }
    }

    /** Lets it save after each change. */
    void refuseWritesItCannotSave() {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            jedis.configSet("save", "3600 1");
            // Where it was started; a folder that is gone is one that root can't write into either.
            Files.delete(folder);
            jedis.bgsave();
            Waiting.until("a snapshot failed", () -> jedis.info("persistence").contains("rdb_last_bgsave_status:err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes writes again, saved or not. */
    void takeWritesAgain() {
        configure("save", "");
    }

    void configure(String parameter, String value) {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            jedis.configSet(parameter, value);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
