package dev.groundwork.cache;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is and how to get in; its text never shows the password.
 *
 * @param nodes one, or some of a cluster's
 * @param user null for the default one
 * @param password null where none is asked for
 */
record RedisUrl(
        Set<HostAndPort> nodes,
        boolean cluster,
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        int database) {
    private static final String FORMS =
            "redis://[user:password@]host[:port][/database], rediss:// for TLS, or redis-cluster://host[:port],host[:port]";
    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "redis-cluster");
    private static final Pattern NODE = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]@]+)(?::(\\d{1,5}))?");
    private static final Pattern DATABASE = Pattern.compile("/?(\\d{0,4})");
    private static final int DEFAULT_PORT = 6379;
    private static final int LAST_PORT = 65535;

    /** @throws IllegalArgumentException with a sentence that doesn't repeat the URL */
    static RedisUrl of(URI url) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "");
        String authority = url.getRawAuthority();
        Matcher database = DATABASE.matcher(Objects.requireNonNullElse(url.getRawPath(), ""));
        boolean cluster = scheme.equals("redis-cluster");
        if (!SCHEMES.contains(scheme) || authority == null || url.getRawQuery() != null || !database.matches()) {
            throw unusable();
        }
        int at = authority.lastIndexOf('@');
        @Nullable String[] login = at < 0 ? new @Nullable String[2] : login(authority.substring(0, at));
        Set<HostAndPort> nodes = nodes(authority.substring(at + 1));
        int number = database.group(1).isEmpty() ? 0 : Integer.parseInt(database.group(1));
        if (cluster ? number != 0 : nodes.size() != 1) {
            throw unusable();
        }
        return new RedisUrl(nodes, cluster, scheme.equals("rediss"), login[0], login[1], number);
    }

    private static @Nullable String[] login(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("The Redis URL names a user without a password; write user:password@,"
                    + " or :password@ for the default user.");
        }
        String user = decoded(text.substring(0, colon));
        return new @Nullable String[] {user.isEmpty() ? null : user, decoded(text.substring(colon + 1))};
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Set<HostAndPort> nodes(String text) {
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        for (String node : text.split(",", -1)) {
            Matcher form = NODE.matcher(node);
            if (!form.matches()) {
                throw unusable();
            }
            int port = form.group(2) == null ? DEFAULT_PORT : Integer.parseInt(form.group(2));
            if (port < 1 || port > LAST_PORT) {
                throw unusable();
            }
            nodes.add(new HostAndPort(form.group(1).replace("[", "").replace("]", ""), port));
        }
        return nodes;
    }

    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException("The Redis URL must be " + FORMS + ".");
    }

    /** The servers, for messages. */
    String servers() {
        return nodes.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        String scheme = cluster ? "redis-cluster" : tls ? "rediss" : "redis";
        return scheme + "://" + (password == null ? "" : "***@") + servers() + (database == 0 ? "" : "/" + database);
    }
}
