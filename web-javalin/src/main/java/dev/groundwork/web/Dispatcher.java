package dev.groundwork.web;

import dev.groundwork.application.Groundwork;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes every request through the same steps: find the route, the caller and the quota, let the handler answer, send, count, log. */
final class Dispatcher {
    private static final Logger ACCESS = LoggerFactory.getLogger("dev.groundwork.web.access");
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final Pattern SANE_REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern TRACE_PARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final Groundwork groundwork;
    private final RouteTable routes;
    private final Credentials credentials;
    private final SessionCookie cookie;
    private final Origins origins;
    private final Limits limits;
    private final ClientAddress addresses;
    private final Deadlines deadlines;
    private final Meters meters;
    private final StandingHeaders standing;
    private final Lifecycle lifecycle;
    private final AtomicInteger served = new AtomicInteger();
    private final Places streaming = new Places(Lifecycle.MAX_STREAMS, Lifecycle.MAX_STREAMS_OF_ONE);
    private final String publicUrl;
    private final Cursors cursors;

    Dispatcher(
            Groundwork groundwork,
            WebConfiguration configuration,
            RouteTable routes,
            SessionCookie cookie,
            Deadlines deadlines,
            Meters meters,
            Lifecycle lifecycle) {
        this.groundwork = groundwork;
        this.routes = routes;
        this.cookie = cookie;
        this.deadlines = deadlines;
        this.meters = meters;
        this.lifecycle = lifecycle;
        this.origins = new Origins(groundwork.policies().publicUrl(), configuration.corsOrigins());
        this.credentials = new Credentials(groundwork.sessions(), groundwork.apiTokens(), cookie, origins);
        this.limits = new Limits(
                groundwork.ports().rateLimiter(),
                configuration.rateLimit(),
                groundwork.policies().settings());
        this.addresses = new ClientAddress(configuration.trustedProxies());
        this.standing = new StandingHeaders(configuration.production());
        this.cursors = new Cursors(groundwork.policies().signer());
        this.publicUrl = groundwork.policies().publicUrl().toString();
    }

    /** What is found out about a request on its way, for the answer's headers and the log. */
    private static final class Journey {
        private final String requestId;
        private final long started = System.nanoTime();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String route = "none";
        private @Nullable Actor actor;
        private @Nullable Throwable fault;

        private Journey(String requestId) {
            this.requestId = requestId;
        }
    }

    void handle(Context context) {
        HttpServletRequest request = context.req();
        Journey journey = new Journey(requestId(request.getHeader("X-Request-Id")));
        MDC.put("requestId", journey.requestId);
        String trace = request.getHeader("traceparent");
        if (trace != null && TRACE_PARENT.matcher(trace).matches()) {
            MDC.put("traceparent", trace);
            journey.headers.put("traceparent", trace);
        }
        Answer answer;
        Deadlines.Deadline deadline = deadlines.begin();
        try {
            answer = answer(request, journey, deadline);
        } finally {
            deadline.done();
        }
        String reader = journey.actor instanceof Actor.User user ? user.id().toString() : "";
        boolean streams = answer.stream() != null && streaming.take(reader);
        if (answer.stream() != null && !streams) {
            answer = Problem.unavailable("Too many exports run at once.", Duration.ofSeconds(10))
                    .answer(request.getRequestURI(), journey.requestId, json -> {});
        }
        Answer.Events events = request.getMethod().equals("HEAD") ? null : answer.events();
        EventStreams.Place place = events == null ? null : events.streams().take(events.client());
        if (events != null && place == null) {
            answer = Problem.unavailable("Too many listen to events already.", Duration.ofSeconds(30))
                    .answer(request.getRequestURI(), journey.requestId, json -> {});
        }
        // Sending has a deadline of its own: a client that reads slowly must not keep a thread for as long as it likes.
        Deadlines.Deadline sending = streams ? deadlines.begin(Lifecycle.LONGEST_STREAM) : deadlines.begin();
        if (!streams) {
            sending.waitForClient();
        }
        try {
            send(context.res(), request, answer, journey);
            if (events != null && place != null) {
                // Javalin waits for what never comes. Completed, it would write to a client that may be gone, and
                // to one that is, it tries for ever.
                place.open(request, () -> context.future(CompletableFuture::new), events.first());
                place = null;
            }
        } finally {
            sending.done();
            if (place != null) {
                place.giveBack();
            }
            if (streams) {
                streaming.giveBack(reader);
            }
            long nanos = System.nanoTime() - journey.started;
            meters.record(request.getMethod(), journey.route, answer.status(), nanos);
            log(request, answer.status(), nanos, journey);
            MDC.clear();
        }
    }

    private static String requestId(@Nullable String given) {
        if (given != null && SANE_REQUEST_ID.matcher(given).matches()) {
            return given;
        }
        return freshRequestId();
    }

    /** It has to be unlike others, not unguessable. */
    static String freshRequestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong() | 1L << 63) + Long.toHexString(random.nextLong() | 1L << 63);
    }

    private Answer answer(HttpServletRequest request, Journey journey, Deadlines.Deadline deadline) {
        Problem problem;
        try {
            return routed(request, journey, deadline);
        } catch (Rejected rejected) {
            problem = rejected.problem();
        } catch (Refused refused) {
            problem = Problem.of(refused.refusal());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            journey.fault = e;
            problem = deadline.isOver()
                    ? Problem.unavailable("It took too long; whether it was done is not known.", Duration.ofSeconds(1))
                    : Problem.of(
                            Problem.Kind.INTERNAL, "It is not your fault. The log knows more under this request id.");
        }
        if (problem.kind() == Problem.Kind.FORBIDDEN && journey.actor instanceof Actor.User user) {
            remember(user, request.getMethod() + " " + journey.route);
        }
        return problem.answer(request.getRequestURI(), journey.requestId, json -> {});
    }

    /** The answer stands, whether or not the audit trail can be told of it. */
    private void remember(Actor.User refused, String what) {
        try {
            groundwork.auditTrail().denied(refused, what);
        } catch (RuntimeException e) {
            LOG.warn("the audit trail misses that {} was refused {}", refused.id(), what, e);
        }
    }

    private Answer routed(HttpServletRequest request, Journey journey, Deadlines.Deadline deadline) {
        RouteTable.Match match = routes.find(request.getRequestURI());
        if (match == null) {
            throw new Rejected(Problem.nothingHere());
        }
        journey.route = match.place().template();
        journey.headers.putAll(origins.readable(request));
        if (request.getMethod().equals("OPTIONS")) {
            return origins.options(request, match.place().allow());
        }
        Route route = match.place().route(request.getMethod());
        if (route == null) {
            throw new Rejected(Problem.of(
                            Problem.Kind.METHOD_NOT_ALLOWED,
                            "This address knows " + match.place().allow() + " only.")
                    .withHeader("Allow", match.place().allow()));
        }
        if (route.quota() == null) {
            return served(request, journey, deadline, match, route);
        }
        if (served.incrementAndGet() > Lifecycle.MAX_UNDER_WAY) {
            served.decrementAndGet();
            throw new Rejected(Problem.unavailable("Too much is going on at once.", Duration.ofSeconds(1)));
        }
        try {
            return served(request, journey, deadline, match, route);
        } finally {
            served.decrementAndGet();
        }
    }

    private Answer served(
            HttpServletRequest request,
            Journey journey,
            Deadlines.Deadline deadline,
            RouteTable.Match match,
            Route route) {
        String address = addresses.of(request);
        Origin origin = new Origin(address, request.getHeader("User-Agent"), journey.requestId);
        Actor actor = admitted(request, journey, route, origin);
        journey.actor = actor;
        requireAccess(request, route, actor);
        RequestBody.requireType(request, route.body().form());
        Accepts.require(route, request.getHeader("Accept"));
        Exchange exchange = new Exchange(
                request,
                route,
                match.parameters(),
                actor,
                deadline,
                publicUrl,
                cursors,
                quota -> take(quota, actor, journey),
                // What its credential was worth when the headers came may have been taken back while the body came.
                () -> requireAccess(request, route, caller(request, journey, route, origin)));
        Answer answer = route.handler().handle(exchange);
        exchange.requireUnderstood();
        return answer;
    }

    private Actor admitted(HttpServletRequest request, Journey journey, Route route, Origin origin) {
        Quota quota = route.quota();
        Actor actor;
        try {
            actor = caller(request, journey, route, origin);
        } catch (Rejected | Refused refusal) {
            if (quota != null) {
                take(quota, new Actor.Anonymous(origin), journey);
            }
            throw refusal;
        }
        if (quota != null) {
            take(quota, actor, journey);
        }
        return actor;
    }

    private void take(Quota quota, Actor actor, Journey journey) {
        String address = actor.origin().ipAddress();
        journey.headers.putAll(limits.take(quota, Limits.client(actor, address == null ? "" : address)));
    }

    private Actor caller(HttpServletRequest request, Journey journey, Route route, Origin origin) {
        Access access = access(route);
        if (route.refusesForeignPages() && origins.isForeign(request)) {
            throw new Rejected(
                    Problem.of(Problem.Kind.FORBIDDEN, "Only pages of this service's own origin may do this."));
        }
        if (!access.looksAtCredentials()) {
            return new Actor.Anonymous(origin);
        }
        Credentials.Caller caller;
        try {
            caller = credentials.caller(request, origin);
        } catch (Rejected rejected) {
            if (access.kind() == Access.Kind.SIGN_OUT && rejected.problem().kind() == Problem.Kind.UNAUTHENTICATED) {
                return new Actor.Anonymous(origin);
            }
            throw rejected;
        }
        if (caller.deadCookie()) {
            journey.headers.put("Set-Cookie", cookie.clear());
        }
        return caller.actor();
    }

    private void requireAccess(HttpServletRequest request, Route route, Actor actor) {
        Access access = access(route);
        switch (access.kind()) {
            case OPEN, SIGN_IN, SIGN_OUT, ANYBODY -> {}
            case SIGNED_IN -> actor.requireUser();
            case ACCOUNT_HOLDER -> actor.requireAccountHolder();
            case PERMITTED -> requirePermission(access.permission(), actor);
            case PERMITTED_OR_LOCAL -> {
                if (!addresses.isLocal(request) || !origins.isMeantForUs(request)) {
                    requirePermission(access.permission(), actor);
                }
            }
        }
    }

    private void requirePermission(@Nullable Permission permission, Actor actor) {
        actor.requireUser();
        if (permission == null
                || !actor.may(permission, groundwork.ports().clock().instant())) {
            throw Refused.forbidden("You need the permission " + permission + ".");
        }
    }

    private static Access access(Route route) {
        Access access = route.access();
        if (access == null) {
            throw new IllegalStateException("the table let a route pass that declares no access: " + route.path());
        }
        return access;
    }

    private void send(HttpServletResponse response, HttpServletRequest request, Answer answer, Journey journey) {
        standing.addTo(response::setHeader);
        response.setHeader("X-Request-Id", journey.requestId);
        journey.headers.forEach(response::setHeader);
        answer.headers().forEach(response::setHeader);
        if (lifecycle.isDraining()) {
            response.setHeader("Connection", "close");
        }
        response.setStatus(answer.status());
        String contentType = answer.contentType();
        if (contentType == null) {
            return;
        }
        response.setHeader("Content-Type", contentType);
        Answer.Stream stream = answer.stream();
        if (stream == null && answer.events() == null) {
            response.setContentLength(answer.body().length);
        }
        if (answer.events() != null) {
            return;
        }
        if (request.getMethod().equals("HEAD")) {
            if (stream != null) {
                sendHead(response);
            }
            return;
        }
        if (stream != null) {
            send(response, request, stream, journey);
            return;
        }
        try {
            response.getOutputStream().write(answer.body());
        } catch (IOException e) {
            LOG.debug("the client went away before its answer", e);
        }
    }

    /** Left to itself, Jetty says that what has no length yet has none at all. */
    private static void sendHead(HttpServletResponse response) {
        try {
            response.flushBuffer();
        } catch (IOException e) {
            LOG.debug("the client went away before its answer", e);
        }
    }

    /** A file that ends in the middle must not look like one that ends: the connection is broken off. */
    private static void send(
            HttpServletResponse response, HttpServletRequest request, Answer.Stream stream, Journey journey) {
        try {
            stream.writeTo(response.getOutputStream());
            return;
        } catch (IOException e) {
            LOG.debug("the client went away before its file was whole", e);
        } catch (Refused refused) {
            LOG.warn("a file breaks off: {}", refused.refusal().detail());
        } catch (RuntimeException | OutOfMemoryError e) {
            journey.fault = e;
        }
        // Not by aborting the request, which Javalin would go on to ask for what an aborted one refuses to tell.
        ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    private static void log(HttpServletRequest request, int status, long nanos, Journey journey) {
        if (journey.fault != null) {
            LOG.error("{} {} failed", request.getMethod(), journey.route, journey.fault);
        }
        if (ACCESS.isInfoEnabled()) {
            ACCESS.info("{} {} {} {} ms", request.getMethod(), request.getRequestURI(), status, nanos / 1_000_000);
        }
    }
}
