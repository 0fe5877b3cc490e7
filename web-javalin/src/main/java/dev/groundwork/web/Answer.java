package dev.groundwork.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What goes back: made by a handler, sent by the server with the headers that every answer has. Immutable. */
public final class Answer {
    private static final byte[] NOTHING = {};

    private final int status;
    private final @Nullable String contentType;
    private final byte[] body;
    private final Map<String, String> headers;
    private final @Nullable Stream stream;
    private final @Nullable Events events;

    /** A body that is made while it is sent, however long it becomes. */
    @FunctionalInterface
    public interface Stream {
        /** @throws IOException where the client went away */
        void writeTo(OutputStream client) throws IOException;
    }

    /**
     * A body that has no end: whatever happens from now on.
     *
     * @param client who asks, for the bound on how many one may have
     * @param first what is told at once, asked once the client listens
     */
    record Events(EventStreams streams, String client, Supplier<Optional<EventStreams.Event>> first) {}

    /** @param body not to be changed after this */
    public Answer(int status, @Nullable String contentType, byte[] body) {
        this(status, contentType, body, Map.of(), null, null);
    }

    private Answer(
            int status,
            @Nullable String contentType,
            byte[] body,
            Map<String, String> headers,
            @Nullable Stream stream,
            @Nullable Events events) {
        this.stream = stream;
        this.events = events;
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = headers;
    }

    public static Answer json(int status, byte[] body) {
        return new Answer(status, "application/json", body);
    }

    public static Answer html(int status, String page) {
        return new Answer(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** A file of that name, made while it is sent; where making it fails, the client sees that it broke off. */
    public static Answer file(String name, String contentType, Stream stream) {
        return new Answer(
                200,
                contentType,
                NOTHING,
                Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""),
                stream,
                null);
    }

    /**
     * What happens from now on, on a connection that stays open.
     *
     * @param client who asks, for the bound on how many one may have
     * @param first what is told at once, asked once the client listens
     */
    public static Answer events(EventStreams streams, String client, Supplier<Optional<EventStreams.Event>> first) {
        return new Answer(
                200,
                "text/event-stream",
                NOTHING,
                // A proxy that collects what it passes on would keep events back.
                Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no"),
                null,
                new Events(streams, client, first));
    }

    /** What was asked for is on its way; what comes of it is not told here. */
    public static Answer accepted(String message) {
        return json(202, JsonWriter.write(json -> json.object(() -> json.text("message", message))));
    }

    public static Answer noContent() {
        return new Answer(204, null, NOTHING);
    }

    static Answer empty(int status) {
        return new Answer(status, null, NOTHING);
    }

    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, body, more, stream, events);
    }

    Answer with(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(others);
        return new Answer(status, contentType, body, more, stream, events);
    }

    int status() {
        return status;
    }

    @Nullable
    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    /** What is sent in the place of {@link #body()}; null where that is all. */
    @Nullable
    Stream stream() {
        return stream;
    }

    /** What comes in the place of {@link #body()}, without an end; null where there is an end. */
    @Nullable
    Events events() {
        return events;
    }

    Map<String, String> headers() {
        return headers;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
