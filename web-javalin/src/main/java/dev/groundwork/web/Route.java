package dev.groundwork.web;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked for, declared once. From the declaration come 404, 405, {@code HEAD}, {@code OPTIONS}, who may ask,
 * which parameters and members there are, the quota, and the label in the metrics.
 *
 * @param path literal segments and {@code {parameters}}, each a whole segment
 * @param access null where nobody declared it, which no server starts with
 * @param parameters the query parameters; null where any may come
 * @param repeatable those of them that may come several times
 * @param quota null where it costs nothing
 * @param file whether it answers with a file, whatever the client says that it reads
 */
public record Route(
        String method,
        String path,
        @Nullable Access access,
        @Nullable Set<String> parameters,
        Set<String> repeatable,
        Body body,
        @Nullable Quota quota,
        boolean file,
        Handler handler) {
    public Route {
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
        Objects.requireNonNull(body);
        Objects.requireNonNull(handler);
    }

    /** Parses, calls one use case, and renders. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Exchange exchange);
    }

    /** How a request's body is written. */
    public enum BodyForm {
        NONE,
        JSON,
        /** As {@link #JSON}, and no body at all counts as an object without members. */
        OPTIONAL_JSON,
        MERGE_PATCH,
        FORM
    }

    /**
     * @param members the members that may come, at the top level
     * @param items the members that the items of a list may have, by the list's name
     */
    public record Body(BodyForm form, Set<String> members, Map<String, Set<String>> items) {
        static final Body NONE = new Body(BodyForm.NONE, Set.of());

        public Body {
            Objects.requireNonNull(form);
            members = Set.copyOf(members);
            items = Map.copyOf(items);
        }

        private Body(BodyForm form, Set<String> members) {
            this(form, members, Map.of());
        }
    }

    public static Declaration get(String path) {
        return new Declaration("GET", path);
    }

    public static Declaration post(String path) {
        return new Declaration("POST", path);
    }

    public static Declaration put(String path) {
        return new Declaration("PUT", path);
    }

    public static Declaration delete(String path) {
        return new Declaration("DELETE", path);
    }

    public static Declaration patch(String path) {
        return new Declaration("PATCH", path);
    }

    /** Whether a page of another origin may not even send it, cookie or not: signing in and out, and all that is beside it. */
    boolean refusesForeignPages() {
        boolean unsafe = !method.equals("GET");
        return unsafe && (path.startsWith("/v1/auth/") || (access != null && access.kind() == Access.Kind.SIGN_IN));
    }

    /** A route that is being declared. */
    public static final class Declaration {
        private final String method;
        private final String path;
        private @Nullable Access access;
        private @Nullable Set<String> parameters = Set.of();
        private Set<String> repeatable = Set.of();
        private Body body = Body.NONE;
        private @Nullable Quota quota = Quota.API;
        private boolean file;

        private Declaration(String method, String path) {
            this.method = method;
            this.path = path;
        }

        public Declaration access(Access who) {
            this.access = who;
            return this;
        }

        public Declaration parameters(String... names) {
            this.parameters = Set.of(names);
            return this;
        }

        /** A list, with these filters (and {@code sort}) beside {@code limit} and {@code cursor}. */
        public Declaration list(Set<String> filters) {
            Set<String> names = new HashSet<>(filters);
            names.addAll(Set.of("limit", "cursor"));
            this.parameters = Set.copyOf(names);
            return this;
        }

        /** Parameters that may come several times. */
        public Declaration repeatable(String... names) {
            this.repeatable = Set.of(names);
            return this;
        }

        /** For pages, whose links mail programs decorate with parameters of their own. */
        public Declaration anyParameters() {
            this.parameters = null;
            return this;
        }

        /** A JSON object; in a {@code PATCH}, a merge patch. */
        public Declaration json(Set<String> members) {
            this.body = new Body(method.equals("PATCH") ? BodyForm.MERGE_PATCH : BodyForm.JSON, members);
            return this;
        }

        /** A JSON object with one list of objects. */
        public Declaration jsonList(String list, Set<String> itemMembers) {
            this.body = new Body(BodyForm.JSON, Set.of(list), Map.of(list, itemMembers));
            return this;
        }

        /** A JSON object, or no body, which is then one without members. */
        public Declaration optionalJson(Set<String> members) {
            this.body = new Body(BodyForm.OPTIONAL_JSON, members);
            return this;
        }

        /** What a browser sends from a page without a script. */
        public Declaration form(Set<String> members) {
            this.body = new Body(BodyForm.FORM, members);
            return this;
        }

        public Declaration quota(Quota other) {
            this.quota = other;
            return this;
        }

        public Declaration withoutQuota() {
            this.quota = null;
            return this;
        }

        /** Answers with a file, whose type the query chooses and not {@code Accept}. */
        public Declaration file() {
            this.file = true;
            return this;
        }

        public Route to(Handler handler) {
            return new Route(method, path, access, parameters, repeatable, body, quota, file, handler);
        }
    }
}
