package dev.groundwork.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses on its own, before any route is looked for, in the form that every other error has. */
final class BrokenRequests extends ErrorHandler {
    private final StandingHeaders standing;

    BrokenRequests(StandingHeaders standing) {
        this.standing = standing;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String requestId = Dispatcher.freshRequestId();
        String path = request.getHttpURI() == null
                ? "/"
                : String.valueOf(request.getHttpURI().getPath());
        Answer answer = answer(response.getStatus(), path, requestId);
        HttpFields.Mutable headers = response.getHeaders();
        standing.addTo(headers::put);
        answer.headers().forEach(headers::put);
        headers.put("X-Request-Id", requestId);
        headers.put("Content-Type", "application/problem+json");
        response.setStatus(answer.status());
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }

    private static Answer answer(int status, String instance, String requestId) {
        Problem.Kind kind = switch (status) {
            case 404 -> Problem.Kind.NOT_FOUND;
            case 408 -> Problem.Kind.REQUEST_TIMEOUT;
            case 413 -> Problem.Kind.TOO_LARGE;
            case 414 -> Problem.Kind.URI_TOO_LONG;
            case 431 -> Problem.Kind.HEADERS_TOO_LARGE;
            case 503 -> Problem.Kind.UNAVAILABLE;
            case 500 -> Problem.Kind.INTERNAL;
            default -> Problem.Kind.BAD_REQUEST;
        };
        return Problem.of(kind, "The server could not make sense of the request.")
                .answer(instance, requestId, json -> {});
    }
}
