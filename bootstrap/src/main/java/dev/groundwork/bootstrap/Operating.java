package dev.groundwork.bootstrap;

import dev.groundwork.application.Groundwork;
import dev.groundwork.bootstrap.configuration.Configuration;
import dev.groundwork.bootstrap.configuration.Setting;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * The configured system in the hands of whoever operates the machine, without a web server: on the database of the servers that run,
 * or on an embedded one that is started for as long as the command takes. Redis and a mail server are not asked for, since the
 * command is for the day when things are broken.
 */
final class Operating implements AutoCloseable {
    private static final Assembly.Pool CONNECTIONS = new Assembly.Pool(1, 4);

    private final Opened opened = new Opened();
    private final Stopping stopping;
    private final Actor actor;
    private final URI publicUrl;
    private final Groundwork groundwork;

    /**
     * @param command what the audit trail says was called
     * @throws RuntimeException where there is no system, its message a sentence; nothing stays open
     */
    Operating(Settings settings, String command) {
        Logging.onStandardError();
        Configuration.forServing(settings);
        // Not before something is there that closes it: the end of the process waits for that.
        this.stopping = Stopping.onSignal();
        this.actor = Actor.SystemActor.operator(new Origin(
                null,
                "groundwork " + command + ", by " + System.getProperty("user.name"),
                UUID.randomUUID().toString()));
        try {
            Backing backing = Backing.ofCommand(settings, opened);
            this.publicUrl = publicUrl(settings);
            this.groundwork =
                    Assembly.on(settings, backing, opened, CONNECTIONS).groundwork(publicUrl, Assembly.Outside.none());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** An embedded server on a free port is found by what it told. */
    private static URI publicUrl(Settings settings) {
        Optional<URI> told = settings.isSet(Setting.DATABASE_URL)
                ? Optional.empty()
                : EmbeddedServers.toldUrl(settings.get(Setting.DATA_DIR));
        return Listening.publicUrl(
                settings.get(Setting.HOST),
                settings.get(Setting.PORT),
                settings.get(Setting.PUBLIC_URL).or(() -> told));
    }

    Groundwork groundwork() {
        return groundwork;
    }

    /** Who acts: the operator, for the command line's reason. */
    Actor actor() {
        return actor;
    }

    URI publicUrl() {
        return publicUrl;
    }

    /** Whether a signal asks to end after what is under way. */
    boolean isToStop() {
        return stopping.asked();
    }

    @Override
    public void close() {
        opened.close();
        stopping.close();
    }
}
