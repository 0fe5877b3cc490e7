package dev.groundwork.web;

import dev.groundwork.web.Route.BodyForm;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request's body on its way in. */
final class RequestBody {
    static final int MAX_BYTES = 1 << 20;

    private static final Set<String> JSON = Set.of("application/json");
    private static final Set<String> MERGE_PATCH = Set.of("application/merge-patch+json", "application/json");
    private static final Set<String> FORM = Set.of("application/x-www-form-urlencoded");

    private RequestBody() {}

    /** @throws Rejected 415 where it is written in another way than the route reads */
    static void requireType(HttpServletRequest request, BodyForm form) {
        Set<String> types = switch (form) {
            case NONE -> Set.of();
            case JSON, OPTIONAL_JSON -> JSON;
            case MERGE_PATCH -> MERGE_PATCH;
            case FORM -> FORM;
        };
        if (types.isEmpty() || (form == BodyForm.OPTIONAL_JSON && isAbsent(request))) {
            return;
        }
        String expected = form == BodyForm.MERGE_PATCH
                ? "application/merge-patch+json"
                : types.iterator().next();
        // As it came: asked for the type, Jetty breaks on a charset that can be none.
        if (!isOneOf(types, request.getHeader("Content-Type"))) {
            Problem problem =
                    Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "Send the body as " + expected + ", in UTF-8.");
            throw new Rejected(form == BodyForm.MERGE_PATCH ? problem.withHeader("Accept-Patch", expected) : problem);
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Rejected(
                    Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "Send the body without a Content-Encoding."));
        }
    }

    /** RFC 9112 section 6.3: a request without either header has no body. */
    private static boolean isAbsent(HttpServletRequest request) {
        return request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
    }

    private static boolean isOneOf(Set<String> types, @Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return types.contains(parts[0].strip());
    }

    /**
     * Reads the whole body.
     *
     * @throws Rejected 413 where it is longer than {@link #MAX_BYTES}, whatever it said of itself; 400 where it breaks off
     */
    static byte[] read(HttpServletRequest request, Deadlines.Deadline deadline) {
        if (request.getContentLengthLong() > MAX_BYTES) {
            throw tooLarge();
        }
        deadline.waitForClient();
        try (InputStream in = request.getInputStream()) {
            int expected = Math.max(0, request.getContentLength());
            ByteArrayOutputStream body = new ByteArrayOutputStream(expected == 0 ? 512 : expected);
            byte[] buffer = new byte[Math.min(8192, Math.max(512, expected + 1))];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                body.write(buffer, 0, count);
                if (body.size() > MAX_BYTES) {
                    throw tooLarge();
                }
                if (deadline.isOver()) {
                    throw tooSlow();
                }
            }
            return body.toByteArray();
        } catch (IOException e) {
            throw deadline.isOver() ? tooSlow() : Rejected.badRequest("The body broke off.");
        } finally {
            deadline.waitForClientNoMore();
        }
    }

    private static Rejected tooLarge() {
        return new Rejected(Problem.of(Problem.Kind.TOO_LARGE, "The body has more than " + MAX_BYTES + " bytes.")
                .withHeader("Connection", "close"));
    }

    private static Rejected tooSlow() {
        return new Rejected(Problem.of(Problem.Kind.REQUEST_TIMEOUT, "The body did not arrive in time.")
                .withHeader("Connection", "close"));
    }
}
