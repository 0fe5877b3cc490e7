package dev.groundwork.bootstrap;

import dev.groundwork.bootstrap.configuration.Setting;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.bootstrap.embedded.DevelopmentSecrets;
import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Server;
import dev.groundwork.db.DatabaseLogin;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server stands on: PostgreSQL, Redis and secrets as configured, embedded and generated where nobody configured them. */
final class Backing {
    private final Settings settings;
    private final @Nullable EmbeddedServers embedded;
    private final @Nullable DevelopmentSecrets generated;

    /**
     * Starts the embedded servers that are needed, which {@code opened} will stop.
     *
     * @throws StartRefused where one can't be started
     */
    Backing(Settings settings, Opened opened) {
        this.settings = settings;
        Set<Server> missing = EnumSet.noneOf(Server.class);
        if (!settings.isSet(Setting.DATABASE_URL)) {
            missing.add(Server.POSTGRESQL);
        }
        if (!settings.isSet(Setting.REDIS_URL)) {
            missing.add(Server.REDIS);
        }
        this.embedded =
                missing.isEmpty() ? null : opened.add(EmbeddedServers.start(settings.get(Setting.DATA_DIR), missing));
        boolean complete = settings.isSet(Setting.SESSION_SECRET) && settings.isSet(Setting.ENCRYPTION_KEY);
        this.generated = complete ? null : DevelopmentSecrets.in(settings.get(Setting.DATA_DIR));
    }

    String databaseUrl() {
        return settings.get(Setting.DATABASE_URL)
                .orElseGet(() -> embedded().database().url());
    }

    /** Whom the server works as. */
    DatabaseLogin runtime() {
        return login(Setting.DATABASE_USER, Setting.DATABASE_PASSWORD)
                .orElseGet(() -> embedded().database().runtime());
    }

    /** Who may migrate; empty where an up-to-date schema is expected. */
    Optional<DatabaseLogin> owner() {
        return settings.isSet(Setting.DATABASE_URL)
                ? login(Setting.MIGRATION_USER, Setting.MIGRATION_PASSWORD)
                : Optional.of(embedded().database().owner());
    }

    URI redisUrl() {
        return settings.get(Setting.REDIS_URL).orElseGet(() -> embedded().redisUrl());
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

    private EmbeddedServers embedded() {
        return Objects.requireNonNull(embedded, "started where anything is missing");
    }

    private DevelopmentSecrets generated() {
        return Objects.requireNonNull(generated, "generated where any is missing");
    }
}
