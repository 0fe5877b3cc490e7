package dev.groundwork.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every route by its path, segment by segment; a literal segment goes before a parameter. Paths are compared as they came, byte
 * by byte: another case, another encoding, a slash more or less is another path, and there is nothing at it.
 */
final class RouteTable {
    private final Node root = new Node();
    private final List<Route> routes;

    /** @throws IllegalStateException where a route declares no access, or two are one */
    RouteTable(Collection<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            if (route.access() == null) {
                throw new IllegalStateException(
                        route.method() + " " + route.path() + " does not declare who may ask for it");
            }
            add(route);
        }
    }

    List<Route> routes() {
        return routes;
    }

    /** What there is at one path. */
    static final class Place {
        private final String template;
        private final Map<String, Route> byMethod = new TreeMap<>();
        private String allow = "OPTIONS";

        private Place(String template) {
            this.template = template;
        }

        /** The path as it was declared: a label that no client can multiply. */
        String template() {
            return template;
        }

        /** The route of that method, {@code HEAD} being a {@code GET} whose answer stays behind; null where there is none. */
        @Nullable
        Route route(String method) {
            return byMethod.get(method.equals("HEAD") ? "GET" : method);
        }

        /** The methods, as {@code Allow} lists them. */
        String allow() {
            return allow;
        }

        private void add(Route route) {
            if (byMethod.put(route.method(), route) != null) {
                throw new IllegalStateException("declared twice: " + route.method() + " " + route.path());
            }
            TreeSet<String> methods = new TreeSet<>(byMethod.keySet());
            methods.add("OPTIONS");
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            allow = String.join(", ", methods);
        }
    }

    /** @param parameters by name, still percent-encoded */
    record Match(Place place, Map<String, String> parameters) {}

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private @Nullable Node parameter;
        private String name = "";
        private @Nullable Place place;
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : segments(route.path())) {
            if (segment.startsWith("{")) {
                node = parameter(node, segment.substring(1, segment.length() - 1), route);
            } else {
                node = node.literals.computeIfAbsent(segment, s -> new Node());
            }
        }
        Place place = node.place;
        if (place == null) {
            place = new Place(route.path());
            node.place = place;
        }
        place.add(route);
    }

    private static Node parameter(Node node, String name, Route route) {
        Node next = node.parameter;
        if (next == null) {
            next = new Node();
            next.name = name;
            node.parameter = next;
        } else if (!next.name.equals(name)) {
            throw new IllegalStateException(route.path() + " calls the parameter {" + next.name + "} {" + name + "}");
        }
        return next;
    }

    /** @param path as it came, without the query; null is answered where there is nothing at it */
    @Nullable
    Match find(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        return find(root, segments(path), 0, new ArrayList<>());
    }

    private static @Nullable Match find(Node node, List<String> segments, int depth, List<String> found) {
        if (depth == segments.size()) {
            return node.place == null ? null : new Match(node.place, named(found));
        }
        String segment = segments.get(depth);
        Node literal = node.literals.get(segment);
        if (literal != null) {
            Match match = find(literal, segments, depth + 1, found);
            if (match != null) {
                return match;
            }
        }
        Node parameter = node.parameter;
        if (parameter == null || segment.isEmpty()) {
            return null;
        }
        found.add(parameter.name);
        found.add(segment);
        Match match = find(parameter, segments, depth + 1, found);
        found.subList(found.size() - 2, found.size()).clear();
        return match;
    }

    private static Map<String, String> named(List<String> found) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < found.size(); i += 2) {
            parameters.put(found.get(i), found.get(i + 1));
        }
        return parameters;
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', start)) {
            segments.add(path.substring(start, slash));
            start = slash + 1;
        }
        segments.add(path.substring(Math.min(start, path.length())));
        return segments;
    }
}
