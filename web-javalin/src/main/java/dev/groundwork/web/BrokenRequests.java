package dev.groundwork.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses on its own, before any route is looked for, in the form that every other error has. */
final class BrokenRequests extends ErrorHandler {
    private final Dispatcher dispatcher;

    BrokenRequests(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String requestId = Dispatcher.freshRequestId();
        String path = request.getHttpURI() == null
                ? "/"
                : String.valueOf(request.getHttpURI().getPath());
        Answer answer = dispatcher.broken(response.getStatus(), path, requestId);
        HttpFields.Mutable headers = response.getHeaders();
        dispatcher.standingHeaders().addTo(headers::put);
        answer.headers().forEach(headers::put);
        headers.put("X-Request-Id", requestId);
        headers.put("Content-Type", "application/problem+json");
        response.setStatus(answer.status());
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }
}
