package dev.groundwork.bootstrap;

import dev.groundwork.bootstrap.configuration.Setting;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.bootstrap.embedded.DevelopmentSecrets;
import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Database;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Server;
import dev.groundwork.db.DatabaseLogin;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Groundwork stands on: PostgreSQL, Redis and secrets as configured, embedded and generated where nobody configured them. */
final class Backing {
    private final Settings settings;
    private final @Nullable EmbeddedServers started;
    private final @Nullable Database embedded;
    private final @Nullable DevelopmentSecrets generated;

    private Backing(Settings settings, @Nullable EmbeddedServers started, @Nullable Database embedded) {
        this.settings = settings;
        this.started = started;
        this.embedded = embedded;
        this.generated = hasSecrets(settings) ? null : DevelopmentSecrets.in(settings.get(Setting.DATA_DIR));
    }

    private static boolean hasSecrets(Settings settings) {
        return settings.isSet(Setting.SESSION_SECRET) && settings.isSet(Setting.ENCRYPTION_KEY);
    }

    /**
     * For a server: starts the embedded servers that are needed, which {@code opened} will stop.
     *
     * @throws StartRefused where one can't be started
     */
    static Backing ofServer(Settings settings, Opened opened) {
        Set<Server> missing = EnumSet.noneOf(Server.class);
        if (!settings.isSet(Setting.DATABASE_URL)) {
            missing.add(Server.POSTGRESQL);
        }
        if (!settings.isSet(Setting.REDIS_URL)) {
            missing.add(Server.REDIS);
        }
        EmbeddedServers started =
                missing.isEmpty() ? null : opened.add(EmbeddedServers.start(settings.get(Setting.DATA_DIR), missing));
        Database database = started != null && missing.contains(Server.POSTGRESQL) ? started.database() : null;
        return new Backing(settings, started, database);
    }

    /**
     * For an operator's command: the database of the server that runs, else an embedded PostgreSQL that {@code opened} will stop.
     * Nothing is made that a server would not find again.
     *
     * @throws StartRefused where there is no server's database, or its secrets are not at hand
     */
    static Backing ofCommand(Settings settings, Opened opened) {
        Path folder = settings.get(Setting.DATA_DIR);
        if (settings.isSet(Setting.DATABASE_URL)) {
            requireSecrets(settings, folder);
            return new Backing(settings, null, null);
        }
        Optional<Database> running = EmbeddedServers.findRunning(folder);
        requireSecrets(settings, folder);
        if (running.isPresent()) {
            return new Backing(settings, null, running.get());
        }
        EmbeddedServers started = opened.add(EmbeddedServers.start(folder, EnumSet.of(Server.POSTGRESQL)));
        return new Backing(settings, started, started.database());
    }

    private static void requireSecrets(Settings settings, Path folder) {
        if (!hasSecrets(settings) && !DevelopmentSecrets.exist(folder)) {
            throw new StartRefused("GROUNDWORK_SESSION_SECRET or GROUNDWORK_ENCRYPTION_KEY is missing: set both to what"
                    + " the servers of this database have.");
        }
    }

    String databaseUrl() {
        return settings.get(Setting.DATABASE_URL).orElseGet(() -> embedded().url());
    }

    /** Whom the server works as. */
    DatabaseLogin runtime() {
        return login(Setting.DATABASE_USER, Setting.DATABASE_PASSWORD)
                .orElseGet(() -> embedded().runtime());
    }

    /** Who may migrate; empty where an up-to-date schema is expected, such as under somebody else's server. */
    Optional<DatabaseLogin> owner() {
        if (settings.isSet(Setting.DATABASE_URL)) {
            return login(Setting.MIGRATION_USER, Setting.MIGRATION_PASSWORD);
        }
        return started == null ? Optional.empty() : Optional.of(embedded().owner());
    }

    URI redisUrl() {
        return settings.get(Setting.REDIS_URL)
                .orElseGet(() -> Objects.requireNonNull(started, "started where it is missing")
                        .redisUrl());
    }

    /** Lets commands that run beside this server know where it is called, where they share a folder. */
    void tell(URI publicUrl) {
        if (started != null) {
            started.tell(publicUrl);
        }
    }

    /** The first signs, all verify. */
    List<byte[]> sessionSecrets() {
        return settings.get(Setting.SESSION_SECRET)
                .or(() -> Setting.SESSION_SECRET.read(generated().sessionSecret()))
                .orElseThrow();
    }

    /** By id; the first encrypts, all decrypt. */
    Map<String, byte[]> encryptionKeys() {
        return settings.get(Setting.ENCRYPTION_KEY)
                .or(() -> Setting.ENCRYPTION_KEY.read(generated().encryptionKey()))
                .orElseThrow();
    }

    private Optional<DatabaseLogin> login(Setting<Optional<String>> user, Setting<Optional<String>> password) {
        return settings.get(user)
                .map(name -> new DatabaseLogin(name, settings.get(password).orElse(null)));
    }

    private Database embedded() {
        return Objects.requireNonNull(embedded, "started where anything is missing");
    }

    private DevelopmentSecrets generated() {
        return Objects.requireNonNull(generated, "generated where any is missing");
    }
}
