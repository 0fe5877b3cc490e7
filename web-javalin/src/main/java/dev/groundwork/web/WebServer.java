package dev.groundwork.web;

import dev.groundwork.application.Groundwork;
import dev.groundwork.web.access.GrantRoutes;
import dev.groundwork.web.access.OwnAccountRoutes;
import dev.groundwork.web.access.RoleRoutes;
import dev.groundwork.web.access.SetupRoutes;
import dev.groundwork.web.access.UserRoutes;
import dev.groundwork.web.account.AccountRoutes;
import dev.groundwork.web.audit.AuditRoutes;
import dev.groundwork.web.audit.HistoryRoutes;
import dev.groundwork.web.audit.RevertRoutes;
import dev.groundwork.web.project.ProjectRoutes;
import dev.groundwork.web.session.ApiTokenRoutes;
import dev.groundwork.web.session.IntrospectionRoutes;
import dev.groundwork.web.session.OwnSessionRoutes;
import dev.groundwork.web.session.PasswordRoutes;
import dev.groundwork.web.session.SessionRoutes;
import dev.groundwork.web.task.TaskRoutes;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.router.EndpointNotFound;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP contract, served. */
public final class WebServer implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(20).toNanos();

    /** How long nothing must have been under way before a draining server takes it that nobody is left. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private final Javalin javalin;
    private final Lifecycle lifecycle;
    private final Deadlines deadlines;
    private final Meters meters;
    private final RouteTable routes;
    private final String host;

    private WebServer(
            Javalin javalin, RouteTable routes, Lifecycle lifecycle, Deadlines deadlines, Meters meters, String host) {
        this.javalin = javalin;
        this.routes = routes;
        this.lifecycle = lifecycle;
        this.deadlines = deadlines;
        this.meters = meters;
        this.host = host;
    }

    /**
     * Serves {@code groundwork} until it is closed.
     *
     * @throws io.javalin.util.JavalinBindException where the address can't be listened on
     */
    public static WebServer start(Groundwork groundwork, WebConfiguration configuration) {
        Lifecycle lifecycle = new Lifecycle();
        Deadlines deadlines = new Deadlines(configuration.requestTimeout());
        Meters meters = new Meters(configuration.metrics(), deadlines::underWay);
        SessionCookie cookie = new SessionCookie(configuration.production());
        List<Route> declared = new ArrayList<>(features(groundwork, cookie));
        declared.addAll(new OperatingRoutes(configuration, lifecycle, meters).routes());
        RouteTable routes = new RouteTable(declared);
        Dispatcher dispatcher = new Dispatcher(groundwork, configuration, routes, cookie, deadlines, meters, lifecycle);
        Javalin javalin = Javalin.create(config -> configure(config, dispatcher));
        deadlines.start();
        try {
            javalin.start(configuration.host(), configuration.port());
        } catch (RuntimeException e) {
            deadlines.close();
            meters.close();
            throw e;
        }
        return new WebServer(javalin, routes, lifecycle, deadlines, meters, configuration.host());
    }

    /** Every feature's routes; a new feature is a new line here. */
    private static List<Route> features(Groundwork groundwork, SessionCookie cookie) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new SetupRoutes(groundwork).routes());
        routes.addAll(new AccountRoutes(groundwork).routes());
        routes.addAll(new SessionRoutes(groundwork, cookie).routes());
        routes.addAll(new UserRoutes(groundwork).routes());
        routes.addAll(new RoleRoutes(groundwork).routes());
        routes.addAll(new GrantRoutes(groundwork).routes());
        routes.addAll(new OwnSessionRoutes(groundwork).routes());
        routes.addAll(new PasswordRoutes(groundwork).routes());
        routes.addAll(new ApiTokenRoutes(groundwork).routes());
        routes.addAll(new IntrospectionRoutes(groundwork).routes());
        routes.addAll(new OwnAccountRoutes(groundwork).routes());
        routes.addAll(new ProjectRoutes(groundwork).routes());
        routes.addAll(new TaskRoutes(groundwork).routes());
        routes.addAll(new HistoryRoutes(groundwork).routes());
        routes.addAll(new RevertRoutes(groundwork).routes());
        routes.addAll(new AuditRoutes(groundwork).routes());
        return routes;
    }

    private static void configure(JavalinConfig config, Dispatcher dispatcher) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = new QueuedThreadPool(Lifecycle.MAX_THREADS, 8, 60_000);
        config.jetty.modifyHttpConfiguration(WebServer::configure);
        config.jetty.modifyServer(server -> configure(server, dispatcher));
        config.jetty.modifyServletContextHandler(handler -> {
            handler.getServletHandler().setDecodeAmbiguousURIs(true);
            handler.setErrorHandler(new BrokenRequests(dispatcher));
        });
        for (HandlerType method : HandlerType.values()) {
            if (method.isHttpMethod()) {
                config.routes.addHttpHandler(method, "/*", dispatcher::handle);
            }
        }
        // A method that Javalin has not heard of gets the answer that every other one gets that is not there.
        config.routes.exception(EndpointNotFound.class, (e, context) -> dispatcher.handle(context));
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(16_384);
        // Odd paths are for the route table to find nothing at, with the answer that every other path gets.
        http.setUriCompliance(UriCompliance.UNSAFE);
    }

    private static void configure(Server server, Dispatcher dispatcher) {
        server.setErrorHandler(new BrokenRequests(dispatcher));
        server.setStopTimeout(0);
    }

    /** What can be asked for. */
    List<Route> routes() {
        return routes.routes();
    }

    /** The port that is listened on. */
    public int port() {
        return javalin.port();
    }

    /** Where it is reached on this machine, without a slash at its end. */
    public URI baseUrl() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + port());
    }

    /**
     * Ends gently: says that it is not ready any more, asks every client with its next answer to come back on a new connection,
     * stops listening, and lets what is under way finish, for at most {@code limit}. To be closed after that.
     */
    public void drain(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        lifecycle.drain();
        awaitQuiet(end);
        for (var connector : javalin.jettyServer().server().getConnectors()) {
            if (connector instanceof ServerConnector listening) {
                listening.close();
            }
        }
        awaitQuiet(end);
    }

    private void awaitQuiet(long end) {
        long quietSince = System.nanoTime();
        while (System.nanoTime() - end < 0 && System.nanoTime() - quietSince < QUIET.toNanos()) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            if (deadlines.underWay() > 0) {
                quietSince = System.nanoTime();
            }
        }
    }

    @Override
    public void close() {
        lifecycle.drain();
        javalin.stop();
        deadlines.close();
        meters.close();
    }
}
