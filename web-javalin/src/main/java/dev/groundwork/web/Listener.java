package dev.groundwork.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.EndpointNotFound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Javalin on Jetty. All of it runs before it listens: loading and starting it takes a third of a start, and needs neither
 * PostgreSQL nor Redis.
 */
final class Listener implements AutoCloseable {
    private final BrokenRequests broken;
    private final HttpConfiguration http = new HttpConfiguration();
    private final Javalin javalin;
    private volatile @Nullable Consumer<Context> handler;
    private volatile @Nullable ServerConnector connector;

    Listener(StandingHeaders standing) {
        this.broken = new BrokenRequests(standing);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(16_384);
        // Odd paths are for the route table to find nothing at, with the answer that every other path gets.
        http.setUriCompliance(UriCompliance.UNSAFE);
        this.javalin = Javalin.create(this::configure);
        javalin.start();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = new QueuedThreadPool(Lifecycle.MAX_THREADS, 8, 60_000);
        config.jetty.modifyServer(this::configure);
        config.jetty.modifyServletContextHandler(context -> {
            context.getServletHandler().setDecodeAmbiguousURIs(true);
            context.setErrorHandler(broken);
        });
        // In place of the connector that Javalin would open at once.
        config.jetty.addConnector((server, unused) -> new LocalConnector(server, new HttpConnectionFactory(http)));
        for (HandlerType method : HandlerType.values()) {
            if (method.isHttpMethod()) {
                config.routes.addHttpHandler(method, "/*", this::handle);
            }
        }
        // A method that Javalin has not heard of gets the answer that every other one gets that is not there.
        config.routes.exception(EndpointNotFound.class, (e, context) -> handle(context));
    }

    private void configure(Server server) {
        server.setErrorHandler(broken);
        server.setStopTimeout(0);
    }

    private void handle(Context context) {
        Objects.requireNonNull(handler, "set before anybody is listened to").accept(context);
    }

    /** @throws UncheckedIOException where the address can't be listened on */
    void listen(String host, int port, Consumer<Context> takesRequests) {
        handler = takesRequests;
        Server server = javalin.jettyServer().server();
        ServerConnector opened = new ServerConnector(server, new HttpConnectionFactory(http));
        opened.setHost(host);
        opened.setPort(port);
        server.addConnector(opened);
        connector = opened;
        try {
            opened.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Nobody can listen on port " + port + " of " + host, e);
        } catch (Exception e) {
            throw new IllegalStateException("no listening on port " + port + " of " + host, e);
        }
    }

    int port() {
        return Objects.requireNonNull(connector, "listens").getLocalPort();
    }

    /** Takes no new connection; those that are there go on. */
    void stopListening() {
        ServerConnector opened = connector;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
