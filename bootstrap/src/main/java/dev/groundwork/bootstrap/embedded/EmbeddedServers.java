package dev.groundwork.bootstrap.embedded;

import dev.groundwork.bootstrap.StartRefused;
import dev.groundwork.db.DatabaseLogin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL and a Redis of one's own, under a data folder that one Groundwork holds at a time. Both listen on loopback only,
 * on ports that are free at each start, and ask everybody for a password. What PostgreSQL acknowledged survives whatever
 * happens to any of the processes; Redis is a cache and starts empty. What an earlier Groundwork left running on the folder is
 * stopped first.
 */
public final class EmbeddedServers implements AutoCloseable {
    private static final String URL_FILE = "public-url";

    /** A start that recovers from a crash takes some seconds. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final DataFolder folder;
    private final @Nullable PostgresServer postgres;
    private final @Nullable RedisServer redis;

    private EmbeddedServers(DataFolder folder, @Nullable PostgresServer postgres, @Nullable RedisServer redis) {
        this.folder = folder;
        this.postgres = postgres;
        this.redis = redis;
    }

    /** What can be embedded. */
    public enum Server {
        POSTGRESQL,
        REDIS
    }

    /**
     * The database of the embedded PostgreSQL, which may still be empty.
     *
     * @param url a JDBC URL without a user
     * @param owner owns the database and has CREATEROLE; for migrations
     * @param runtime owns nothing; what a server works with once the schema is there
     */
    public record Database(String url, DatabaseLogin owner, DatabaseLogin runtime) {
        public Database {
            Objects.requireNonNull(url);
            Objects.requireNonNull(owner);
            Objects.requireNonNull(runtime);
        }
    }

    /**
     * Starts these servers and returns once they answer.
     *
     * @param folder made where it is not there yet
     * @throws StartRefused with the reason, in one sentence; nothing is left running
     */
    public static EmbeddedServers start(Path folder, Set<Server> servers) {
        DataFolder held = DataFolder.hold(folder);
        RedisServer redis = null;
        PostgresServer postgres = null;
        try {
            if (servers.contains(Server.REDIS)) {
                redis = RedisServer.launch(held);
            }
            if (servers.contains(Server.POSTGRESQL)) {
                postgres = PostgresServer.start(held);
            }
            if (redis != null) {
                redis.awaitReady();
            }
            return new EmbeddedServers(held, postgres, redis);
        } catch (RuntimeException e) {
            new EmbeddedServers(held, postgres, redis).close();
            throw e;
        }
    }

    /**
     * The database of the PostgreSQL that another Groundwork runs on this folder; one that just starts is waited for.
     *
     * @return empty where nobody runs one, and it can be started
     * @throws StartRefused where the folder holds no database, or whoever holds it has none that answers
     */
    public static Optional<Database> findRunning(Path folder) {
        if (!Files.isDirectory(folder.resolve("postgresql"))) {
            throw new StartRefused("There is no database in the data folder "
                    + folder.toAbsolutePath().normalize()
                    + "; name the folder of your server by GROUNDWORK_DATA_DIR, or its database by"
                    + " GROUNDWORK_DATABASE_URL.");
        }
        if (!DataFolder.isHeld(folder)) {
            return Optional.empty();
        }
        AtomicReference<Optional<Database>> found = new AtomicReference<>(Optional.empty());
        OwnProcess.await(LONGEST_WAIT, () -> {
            found.set(PostgresServer.running(real(folder)));
            return found.get().isPresent() || !DataFolder.isHeld(folder);
        });
        if (found.get().isEmpty() && DataFolder.isHeld(folder)) {
            throw new StartRefused("A Groundwork server works in the data folder "
                    + folder.toAbsolutePath().normalize()
                    + ", and its PostgreSQL does not answer; wait until the server is ready, or stop it.");
        }
        return found.get();
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw DataFolder.unusable(folder, e);
        }
    }

    /** Lets whoever works beside this server on its folder know where it is called. */
    public void tell(URI publicUrl) {
        try {
            Files.writeString(folder.path().resolve(URL_FILE), publicUrl + "\n");
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }

    /** Where the last server on this folder said that it is called; empty where none did. */
    public static Optional<URI> toldUrl(Path folder) {
        try {
            return Optional.of(
                    URI.create(Files.readString(folder.resolve(URL_FILE)).strip()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalStateException where PostgreSQL was not asked for */
    public Database database() {
        if (postgres == null) {
            throw new IllegalStateException("PostgreSQL is not among the embedded servers");
        }
        return postgres.database();
    }

    /**
     * A {@code redis://} URL, which holds the password.
     *
     * @throws IllegalStateException where Redis was not asked for
     */
    public URI redisUrl() {
        if (redis == null) {
            throw new IllegalStateException("Redis is not among the embedded servers");
        }
        return redis.url();
    }

    /** Stops both, however long their clients would like to stay, within half a minute at worst; then lets go of the folder. */
    @Override
    public void close() {
        try {
            if (redis != null) {
                redis.close();
            }
        } finally {
            try {
                if (postgres != null) {
                    postgres.close();
                }
            } finally {
                folder.close();
            }
        }
    }
}
