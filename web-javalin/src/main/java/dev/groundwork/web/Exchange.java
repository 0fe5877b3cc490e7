package dev.groundwork.web;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Nearest;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.web.Problem.Fault;
import dev.groundwork.web.Route.BodyForm;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request, as a handler sees it: who asks, what for, and how to answer by the house's conventions. For one thread. */
public final class Exchange {
    /** Who takes longer over a body may have signed out meanwhile. */
    private static final long LONG_NANOS = Duration.ofMillis(200).toNanos();

    /** A body that is nothing but unknown names must not cost more than reading it. */
    private static final int MAX_GUESSES = 50;

    private final HttpServletRequest request;
    private final Consumer<Quota> charge;
    private final Runnable admitAgain;
    private final Route route;
    private final Map<String, String> pathParameters;
    private final Map<String, List<String>> parameters;
    private final List<Fault> misunderstood;
    private final Actor actor;
    private final Deadlines.Deadline deadline;
    private final String publicUrl;
    private final Cursors cursors;
    private byte @Nullable [] body;

    /**
     * Takes one request out of another quota than the route's, before what it is for is done.
     *
     * @throws Rejected 429 where nothing is left of it
     */
    public void charge(Quota quota) {
        charge.accept(quota);
    }

    Exchange(
            HttpServletRequest request,
            Route route,
            Map<String, String> pathParameters,
            Actor actor,
            Deadlines.Deadline deadline,
            String publicUrl,
            Cursors cursors,
            Consumer<Quota> charge,
            Runnable admitAgain) {
        this.charge = charge;
        this.admitAgain = admitAgain;
        this.request = request;
        this.route = route;
        this.pathParameters = pathParameters;
        this.parameters = Query.parse(request.getQueryString(), route.repeatable());
        this.misunderstood = misunderstood(parameters, route);
        this.actor = actor;
        this.deadline = deadline;
        this.publicUrl = publicUrl;
        this.cursors = cursors;
        // A handler that does something must not do it before it is known that the whole request was understood.
        if (Set.of().equals(route.parameters()) || !route.method().equals("GET")) {
            requireUnderstood();
        }
    }

    /** @throws Rejected 400 where the query holds what nobody knows; for what a handler did not look at */
    void requireUnderstood() {
        requireUnderstood(misunderstood);
    }

    private static List<Fault> misunderstood(Map<String, List<String>> parameters, Route route) {
        Set<String> known = route.parameters();
        if (known == null) {
            return List.of();
        }
        List<Fault> faults = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (!known.contains(name)) {
                faults.add(Fault.parameter(
                        JsonReader.printable(name),
                        "is not a parameter of this request" + guess(name, known, faults.size())));
            } else if (name.equals("limit") && !isLimit(values.get(0))) {
                faults.add(Fault.parameter(name, "must be a whole number from 1 to " + Page.MAX_LIMIT));
            }
        });
        return List.copyOf(faults);
    }

    private static boolean isLimit(String text) {
        return text.matches("[0-9]{1,3}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= Page.MAX_LIMIT;
    }

    private static void requireUnderstood(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new Rejected(Problem.badRequest(faults));
        }
    }

    public Actor actor() {
        return actor;
    }

    public Origin origin() {
        return actor.origin();
    }

    /** A header's value; null where it did not come. */
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    /** A query parameter's value; null where it did not come. */
    public @Nullable String parameter(String name) {
        requireUnderstood(misunderstood);
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    /**
     * The query's parameters, read by {@code parse}. A parameter that nobody knows, a {@code limit} that is none and whatever
     * {@code parse} does not take are told together.
     */
    public <T> T query(Function<Input, T> parse) {
        List<Fault> faults = new ArrayList<>(misunderstood);
        try {
            T parsed = parse.apply(Input.of(read(parameters)));
            requireUnderstood(faults);
            return parsed;
        } catch (Refused refused) {
            if (!(refused.refusal() instanceof Refusal.Invalid invalid)) {
                throw refused;
            }
            invalid.violations()
                    .forEach(violation ->
                            // Which of several values it is does not matter: the parameter is at fault.
                            faults.add(Fault.parameter(violation.pointer().split("/", 3)[1], violation.detail())));
            throw new Rejected(Problem.badRequest(faults));
        }
    }

    /** What may come several times is a list, also where it came once. */
    private Map<String, Object> read(Map<String, List<String>> given) {
        Map<String, Object> read = new LinkedHashMap<>();
        given.forEach((name, values) -> read.put(name, route.repeatable().contains(name) ? values : values.get(0)));
        return read;
    }

    /** The moment that {@code at} names; empty where what is now is asked for. */
    public Optional<Instant> at() {
        return query(input -> {
            var at = input.optional("at", Input.instant());
            input.refuseIfInvalid();
            return Optional.ofNullable(at.get());
        });
    }

    /** A path parameter as it was meant. */
    public String segment(String name) {
        try {
            return Query.decoded(pathParameters.getOrDefault(name, ""));
        } catch (Rejected undecodable) {
            throw new Rejected(Problem.nothingHere());
        }
    }

    /**
     * A path parameter that is a name.
     *
     * @param parse refuses what can be no name as invalid
     * @throws Refused {@code missing} where it is none: nothing can be there, however it is written
     */
    public <T> T name(String name, Function<String, T> parse, Supplier<Refused> missing) {
        try {
            return parse.apply(segment(name));
        } catch (Rejected rejected) {
            throw missing.get();
        } catch (Refused refused) {
            throw refused.refusal() instanceof Refusal.Invalid ? missing.get() : refused;
        }
    }

    /**
     * The path's {@code {uuid}}.
     *
     * @throws Refused {@code missing} where it is none: nothing can be there, however it is written
     */
    public UUID uuid(Supplier<Refused> missing) {
        String text = pathParameters.getOrDefault("uuid", "");
        if (text.length() == 36) {
            try {
                UUID uuid = UUID.fromString(text);
                if (uuid.toString().equalsIgnoreCase(text)) {
                    return uuid;
                }
            } catch (IllegalArgumentException e) {
                // falls through to the refusal, which says all there is to say
            }
        }
        throw missing.get();
    }

    /**
     * The path's {@code {id}} of a session or an API token.
     *
     * @throws Refused {@code missing} where it can't be one
     */
    public SessionHandle handle(Supplier<Refused> missing) {
        try {
            return SessionHandle.parse(segment("id"));
        } catch (Refused malformed) {
            throw missing.get();
        }
    }

    /** Whether the request brings the session cookie, dead or alive. */
    public boolean brings(SessionCookie cookie) {
        return cookie.find(request) != null;
    }

    /**
     * The body's object, read by {@code parse}. One member that nobody knows makes the whole request one that can't be understood;
     * what else is wrong with it is told at the same time.
     */
    public <T> T body(Function<Input, T> parse) {
        List<Violation> misunderstood = new ArrayList<>();
        Map<String, @Nullable Object> members = members(misunderstood);
        for (String name : members.keySet()) {
            if (!route.body().members().contains(name)) {
                String pointer =
                        new Violation("", "").within(JsonReader.printable(name)).pointer();
                misunderstood.add(
                        new Violation(pointer, unknownMember(name, route.body().members(), misunderstood.size())));
            }
        }
        route.body()
                .items()
                .forEach((list, known) -> misunderstood.addAll(unknownInItems(list, members.get(list), known)));
        try {
            T parsed = parse.apply(Input.of(members));
            if (misunderstood.isEmpty()) {
                return parsed;
            }
        } catch (Refused refused) {
            if (misunderstood.isEmpty() || !(refused.refusal() instanceof Refusal.Invalid invalid)) {
                throw refused;
            }
            misunderstood.addAll(invalid.violations());
        }
        throw new Rejected(Problem.badRequest(Problem.faults(misunderstood)));
    }

    /**
     * The body's object, read by {@code parse}, in a protocol of others: members that nobody knows here are passed over.
     *
     * @throws Rejected {@linkplain Rejected#isMisunderstood misunderstood} where it is no JSON, or has a member twice
     */
    public <T> T openBody(Function<Input, T> parse) {
        List<Violation> misunderstood = new ArrayList<>();
        Map<String, @Nullable Object> members = members(misunderstood);
        if (!misunderstood.isEmpty()) {
            throw new Rejected(Problem.badRequest(Problem.faults(misunderstood)));
        }
        return parse.apply(Input.of(members));
    }

    /**
     * Answers with what changes with {@code identity} alone; 304 where a reader has it already, whatever its method.
     *
     * @param identity what the answer's tag tells from others
     */
    public Answer unlessKnown(byte[] identity, Answer answer) {
        String tag = "\"" + EntityTag.digest(identity) + "\"";
        return (EntityTag.isNamed(header("If-None-Match"), tag) ? Answer.empty(304) : answer).with("ETag", tag);
    }

    private static List<Violation> unknownInItems(String list, @Nullable Object items, Set<String> known) {
        List<Violation> unknown = new ArrayList<>();
        if (items instanceof List<?> all) {
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i) instanceof Map<?, ?> item) {
                    String place = Integer.toString(i);
                    item.keySet().stream()
                            .map(String::valueOf)
                            .filter(name -> !known.contains(name))
                            .map(name -> new Violation("", unknownMember(name, known, unknown.size()))
                                    .within(JsonReader.printable(name))
                                    .within(place)
                                    .within(list))
                            .forEach(unknown::add);
                }
            }
        }
        return unknown;
    }

    private static String unknownMember(String name, Set<String> known, int before) {
        return "is not a member that may be set here" + guess(name, known, before);
    }

    /** @param before how many faults were found before this one */
    private static String guess(String name, Set<String> known, int before) {
        if (before >= MAX_GUESSES) {
            return "";
        }
        return Nearest.plausible(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    private Map<String, @Nullable Object> members(List<Violation> misunderstood) {
        if (route.body().form() == BodyForm.FORM) {
            return new LinkedHashMap<>(form());
        }
        if (route.body().form() == BodyForm.OPTIONAL_JSON && bytes().length == 0) {
            return Map.of();
        }
        JsonReader.Document document = JsonReader.read(bytes());
        misunderstood.addAll(document.faults());
        if (document.value() instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            object.forEach((name, value) -> members.put(String.valueOf(name), value));
            return members;
        }
        throw Refused.invalid("must be an object");
    }

    /** What somebody typed into a form's field; empty where it did not come. */
    public String typed(String name) {
        return form().getOrDefault(name, "");
    }

    private Map<String, String> form() {
        return Query.parse(new String(bytes(), StandardCharsets.UTF_8));
    }

    private byte[] bytes() {
        byte[] read = body;
        if (read == null) {
            long began = System.nanoTime();
            read = RequestBody.read(request, deadline);
            if (System.nanoTime() - began > LONG_NANOS) {
                admitAgain.run();
            }
            body = read;
        }
        return read;
    }

    /** What tells this request from another under the same idempotency key. */
    String fingerprintSource() {
        return request.getMethod() + " " + request.getRequestURI() + "\n"
                + new String(bytes(), StandardCharsets.ISO_8859_1);
    }

    /** The version that {@code If-Match} asks for, to be handed to the use case; null where any will do. */
    public @Nullable Long expectedVersion(Supplier<Revision> current) {
        return expectedVersionOf(() -> current.get().version());
    }

    /** As {@link #expectedVersion(Supplier)}, of what may be there without a revision. */
    public @Nullable Long expectedVersionOf(Supplier<Long> current) {
        return EntityTag.expectedVersion(header("If-Match"), current);
    }

    /** As {@link #expectedVersion(Supplier)}, of what has one version for as long as it is there. */
    public @Nullable Long expectedVersion(long only) {
        return EntityTag.expectedVersion(header("If-Match"), () -> only);
    }

    private int limit() {
        String limit = parameter("limit");
        return limit == null ? Page.DEFAULT_LIMIT : Integer.parseInt(limit);
    }

    /**
     * Answers with the page of a list that is asked for: its items, the cursor of the next, and a link to it.
     *
     * @param list the use case
     */
    public <T> Answer page(Function<Page.Request, Page<T>> list, BiConsumer<JsonWriter, T> item) {
        String after = parameter("cursor");
        if (after == null) {
            return page(list.apply(new Page.Request(limit(), null)), item);
        }
        Page.Request next = new Page.Request(limit(), cursors.read(request.getRequestURI(), parameters, after));
        Page<T> page;
        try {
            page = list.apply(next);
        } catch (Refused refused) {
            if (refused.refusal() instanceof Refusal.Invalid) {
                throw Cursors.unknown();
            }
            throw refused;
        }
        return page(page, item);
    }

    private <T> Answer page(Page<T> page, BiConsumer<JsonWriter, T> item) {
        String position = page.next();
        String next = position == null ? null : cursors.write(request.getRequestURI(), parameters, position);
        Answer answer = Answer.json(
                200,
                JsonWriter.write(json -> json.object(() -> {
                    json.array("items", page.items(), item);
                    json.text("nextCursor", next);
                })));
        return next == null ? answer : answer.with("Link", "<" + publicUrl + nextPage(next) + ">; rel=\"next\"");
    }

    private String nextPage(String cursor) {
        StringBuilder link =
                new StringBuilder(request.getRequestURI()).append("?cursor=").append(cursor);
        parameters.forEach((name, values) -> {
            if (!name.equals("cursor")) {
                for (String value : values) {
                    link.append('&').append(name).append('=');
                    link.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                }
            }
        });
        return link.toString();
    }

    /** Answers with one resource and its tag; 304 where a reader has it already. */
    public Answer resource(Revision revision, Consumer<JsonWriter> content) {
        return resource(revision.version(), content);
    }

    /** As {@link #resource}, for what shows nothing of its version: the tag tells one answer from another, and no more. */
    public Answer outline(Consumer<JsonWriter> content) {
        return resource(0, content);
    }

    /** As {@link #resource(Revision, Consumer)}, for what has one version for as long as it is there. */
    public Answer resource(long version, Consumer<JsonWriter> content) {
        byte[] json = JsonWriter.write(content);
        return tagged(EntityTag.of(version, json), json);
    }

    /** As {@link #resource(Revision, Consumer)}, for what nobody shall find from its tag's digest; every change of it raises the version. */
    public Answer secret(long version, Consumer<JsonWriter> content) {
        return tagged(EntityTag.ofSecret(version), JsonWriter.write(content));
    }

    private Answer tagged(String tag, byte[] json) {
        boolean reading =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (reading && EntityTag.isNamed(header("If-None-Match"), tag)) {
            return Answer.empty(304).with("ETag", tag);
        }
        return Answer.json(200, json).with("ETag", tag);
    }

    /** Answers with a resource that was made just now. */
    public Answer created(String path, Revision revision, Consumer<JsonWriter> content) {
        return created(path, revision.version(), content);
    }

    /** As {@link #created(String, Revision, Consumer)}, for what never changes between its making and its end. */
    public Answer created(String path, long version, Consumer<JsonWriter> content) {
        byte[] json = JsonWriter.write(content);
        return Answer.json(201, json).with("ETag", EntityTag.of(version, json)).with("Location", publicUrl + path);
    }

    /** As {@link #created(String, Revision, Consumer)}, for what {@link #secret} is. */
    public Answer createdSecret(String path, long version, Consumer<JsonWriter> content) {
        return created(path, content).with("ETag", EntityTag.ofSecret(version));
    }

    /** As {@link #created(String, Revision, Consumer)}, for what has no versions. */
    public Answer created(String path, Consumer<JsonWriter> content) {
        return Answer.json(201, JsonWriter.write(content)).with("Location", publicUrl + path);
    }

    /** Answers with what changes only with the program itself, and may be kept by whoever asks for as long. */
    Answer fixed(Answer file, String cacheControl) {
        String tag = "\"" + EntityTag.digest(file.body()) + "\"";
        // A browser puts the headers of a 304 in the place of those it kept, the page's own policy included.
        Answer answer = EntityTag.isNamed(header("If-None-Match"), tag)
                ? Answer.empty(304).with(file.headers())
                : file;
        return answer.with("ETag", tag).with("Cache-Control", cacheControl);
    }

    /** Answers with a problem that says more than others do. */
    Answer problem(Problem problem, Consumer<JsonWriter> more) {
        return problem.answer(request.getRequestURI(), origin().requestId(), more);
    }
}
