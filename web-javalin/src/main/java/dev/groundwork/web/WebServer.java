package dev.groundwork.web;

import dev.groundwork.application.Groundwork;
import dev.groundwork.web.WebConfiguration.Health;
import dev.groundwork.web.access.GrantRoutes;
import dev.groundwork.web.access.OwnAccountRoutes;
import dev.groundwork.web.access.RoleRoutes;
import dev.groundwork.web.access.SetupRoutes;
import dev.groundwork.web.access.UserRoutes;
import dev.groundwork.web.account.AccountRoutes;
import dev.groundwork.web.audit.AuditRoutes;
import dev.groundwork.web.audit.HistoryRoutes;
import dev.groundwork.web.audit.RevertRoutes;
import dev.groundwork.web.flag.FlagRoutes;
import dev.groundwork.web.flag.OfrepRoutes;
import dev.groundwork.web.project.MemberRoutes;
import dev.groundwork.web.project.ProjectRoutes;
import dev.groundwork.web.session.ApiTokenRoutes;
import dev.groundwork.web.session.IntrospectionRoutes;
import dev.groundwork.web.session.OwnSessionRoutes;
import dev.groundwork.web.session.PasswordRoutes;
import dev.groundwork.web.session.SessionRoutes;
import dev.groundwork.web.setting.SettingRoutes;
import dev.groundwork.web.task.StatsRoutes;
import dev.groundwork.web.task.TaskRoutes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The HTTP contract, served. What a start takes longest for needs nothing but the configuration: {@link #prepare} may run beside
 * whatever else is opened, {@link #open} then takes a moment.
 */
public final class WebServer implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(20).toNanos();

    /** How long nothing must have been under way before a draining server takes it that nobody is left. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private final WebConfiguration configuration;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Deadlines deadlines;
    private final Meters meters;
    private final Listener listener;
    private final EventStreams streams = new EventStreams();
    private volatile List<Route> routes = List.of();

    private WebServer(WebConfiguration configuration) {
        this.configuration = configuration;
        this.deadlines = new Deadlines(configuration.requestTimeout());
        this.meters = new Meters(configuration.metrics(), deadlines::underWay);
        this.listener = new Listener(new StandingHeaders(configuration.production()));
    }

    /** All but listening. To be closed also where it is never opened. */
    public static WebServer prepare(WebConfiguration configuration) {
        return new WebServer(configuration);
    }

    /**
     * Serves {@code groundwork} until it is closed; once.
     *
     * @param dependencies how each thing that the server needs is doing, by name; each answers within a second and does not throw
     * @throws java.io.UncheckedIOException where the address can't be listened on
     */
    public void open(Groundwork groundwork, Map<String, Supplier<Health>> dependencies) {
        SessionCookie cookie = new SessionCookie(configuration.production());
        List<Route> declared = new ArrayList<>(features(groundwork, cookie, streams));
        declared.addAll(new OperatingRoutes(dependencies, lifecycle, meters).routes());
        RouteTable table = new RouteTable(declared);
        Dispatcher dispatcher = new Dispatcher(groundwork, configuration, table, cookie, deadlines, meters, lifecycle);
        routes = table.routes();
        deadlines.start();
        listener.listen(configuration.host(), configuration.port(), dispatcher::handle);
    }

    /** Every feature's routes; a new feature is a new line here. */
    private static List<Route> features(Groundwork groundwork, SessionCookie cookie, EventStreams streams) {
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
        routes.addAll(new MemberRoutes(groundwork).routes());
        routes.addAll(new StatsRoutes(groundwork).routes());
        routes.addAll(new TaskRoutes(groundwork).routes());
        routes.addAll(new HistoryRoutes(groundwork).routes());
        routes.addAll(new RevertRoutes(groundwork).routes());
        routes.addAll(new AuditRoutes(groundwork).routes());
        routes.addAll(new SettingRoutes(groundwork).routes());
        routes.addAll(new FlagRoutes(groundwork).routes());
        routes.addAll(new OfrepRoutes(groundwork, streams).routes());
        return routes;
    }

    /** What can be asked for. */
    List<Route> routes() {
        return routes;
    }

    /** How many clients listen to events. */
    int listeners() {
        return streams.count();
    }

    /** The port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Where it is reached on this machine, without a slash at its end. */
    public URI baseUrl() {
        String host = configuration.host();
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + port());
    }

    /**
     * Ends gently: says that it is not ready any more, asks every client with its next answer to come back on a new connection,
     * stops listening, and lets what is under way finish, for at most {@code limit}. To be closed after that.
     */
    public void drain(Duration limit) {
        long begin = System.nanoTime();
        long end = begin + limit.toNanos();
        lifecycle.drain();
        streams.close();
        // Under load it is never quiet while new connections come; what is under way needs most of the time after that.
        awaitQuiet(begin + limit.dividedBy(4).toNanos());
        listener.stopListening();
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
        streams.close();
        listener.close();
        deadlines.close();
        meters.close();
    }
}
