package dev.groundwork.bootstrap.bench;

import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;

/** A PostgreSQL and a Redis that are up before a server starts, and stay. */
final class RunningServers implements AutoCloseable {
    private final EmbeddedServers servers;
    private final Path folder;

    private RunningServers(EmbeddedServers servers, Path folder) {
        this.servers = servers;
        this.folder = folder;
    }

    static RunningServers start(Path folder) {
        return new RunningServers(
                EmbeddedServers.start(folder.resolve("servers"), EnumSet.allOf(EmbeddedServers.Server.class)), folder);
    }

    /** What a server is told to use them. */
    Map<String, String> settings() {
        EmbeddedServers.Database database = servers.database();
        return Map.of(
                "GROUNDWORK_DATA_DIR", folder.resolve("data").toString(),
                "GROUNDWORK_PORT", "0",
                "GROUNDWORK_DATABASE_URL", database.url(),
                "GROUNDWORK_DATABASE_USER", database.runtime().user(),
                "GROUNDWORK_DATABASE_PASSWORD",
                        String.valueOf(database.runtime().password()),
                "GROUNDWORK_MIGRATION_USER", database.owner().user(),
                "GROUNDWORK_MIGRATION_PASSWORD", String.valueOf(database.owner().password()),
                "GROUNDWORK_REDIS_URL", servers.redisUrl().toString());
    }

    @Override
    public void close() {
        servers.close();
    }
}
