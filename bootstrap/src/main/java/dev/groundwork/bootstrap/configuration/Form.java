package dev.groundwork.bootstrap.configuration;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a setting is written.
 *
 * @param label what help calls a value of it
 * @param read turns text into the value; an {@link IllegalArgumentException} says what it must be, and holds nothing of the text
 */
record Form<T>(String label, Function<String, T> read) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    Form {
        Objects.requireNonNull(label);
        Objects.requireNonNull(read);
    }

    static IllegalArgumentException mustBe(String what) {
        return new IllegalArgumentException("must be " + what);
    }

    static Form<String> text() {
        return new Form<>("<text>", text -> text);
    }

    static Form<String> host() {
        return new Form<>("<host>", text -> {
            if (text.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@')) {
                throw mustBe("a host name or an address such as 127.0.0.1");
            }
            return text;
        });
    }

    static Form<Integer> number(int least, int most) {
        return new Form<>("<number>", text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // falls through to the refusal, which says all there is to say
            }
            throw mustBe("a number from " + least + " to " + most);
        });
    }

    static Form<Boolean> yesOrNo() {
        return new Form<>("<true|false>", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw mustBe("true or false");
        });
    }

    static Form<Duration> duration(Duration least, Duration most) {
        return new Form<>("<time>", text -> {
            Matcher matcher = DURATION.matcher(text);
            if (matcher.matches()) {
                Duration duration = Objects.requireNonNull(UNITS.get(matcher.group(2)))
                        .multipliedBy(Long.parseLong(matcher.group(1)));
                if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                    return duration;
                }
            }
            throw mustBe("a time such as 500ms, 8s or 5m, from " + shown(least) + " to " + shown(most));
        });
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    static Form<Path> folder() {
        return new Form<>("<folder>", text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw mustBe("the name of a folder");
            }
        });
    }

    /** A base of links; its value has no slash at its end. */
    static Form<URI> publicUrl() {
        return new Form<>("<url>", text -> {
            URI uri = uri(text, "http", "https");
            if (uri == null || hasMoreThanAPath(uri)) {
                throw mustBe("a URL such as https://app.example.org, without a query or a fragment");
            }
            return URI.create(text.replaceAll("/+$", ""));
        });
    }

    static Form<List<String>> origins() {
        return list("<origin,…>", text -> {
            URI uri = uri(text, "http", "https");
            if (uri == null || hasMoreThanAPath(uri) || !uri.getRawPath().isEmpty()) {
                throw mustBe("origins such as https://app.example.org, separated by commas, each without a path");
            }
            return text;
        });
    }

    /** Blocks of addresses; a single address is a block of itself. */
    static Form<List<String>> networks() {
        return list("<cidr,…>", text -> {
            String[] parts = text.split("/", 2);
            if (ADDRESS.matcher(parts[0]).matches()) {
                try {
                    int bits = InetAddress.getByName(parts[0]).getAddress().length * 8;
                    if (parts.length == 1 || (parts[1].matches("\\d{1,3}") && Integer.parseInt(parts[1]) <= bits)) {
                        return text;
                    }
                } catch (UnknownHostException e) {
                    // falls through to the refusal, which says all there is to say
                }
            }
            throw mustBe("networks such as 10.0.0.0/8 or ::1, separated by commas");
        });
    }

    static Form<String> postgresUrl() {
        return new Form<>("<url>", text -> {
            if (!text.matches("jdbc:postgresql://[^\\s/]+/[^\\s/?]+(\\?\\S*)?")) {
                throw mustBe("a URL such as jdbc:postgresql://db.example.org:5432/groundwork");
            }
            return text;
        });
    }

    static Form<URI> redisUrl() {
        return new Form<>("<url>", text -> {
            URI uri = uri(text, "redis", "rediss", "redis-cluster");
            if (uri == null) {
                throw mustBe("a URL such as redis://cache.example.org:6379, rediss://… or redis-cluster://h1,h2,h3");
            }
            return uri;
        });
    }

    static Form<URI> smtpUrl() {
        return new Form<>("<url>", text -> {
            URI uri = uri(text, "smtp", "smtps");
            if (uri == null || uri.getHost() == null) {
                throw mustBe("a URL such as smtp://user:password@mail.example.org:587, or smtps://…");
            }
            return uri;
        });
    }

    private static <T> Form<List<T>> list(String label, Function<String, T> item) {
        return new Form<>(
                label,
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(item)
                        .toList());
    }

    /** Null where it is no URL of one of these schemes with something behind it; several hosts are one authority. */
    private static @Nullable URI uri(String text, String... schemes) {
        try {
            URI uri = URI.create(text);
            boolean known = uri.getScheme() != null && Set.of(schemes).contains(uri.getScheme());
            boolean somewhere =
                    uri.getRawAuthority() != null && (uri.getHost() != null || text.startsWith("redis-cluster:"));
            return known && somewhere ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean hasMoreThanAPath(URI uri) {
        return uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null;
    }

    static Form<List<byte[]>> sessionSecrets() {
        return new Form<>("<secret,…>", text -> {
            List<byte[]> secrets = new ArrayList<>();
            for (String secret : text.split(",", -1)) {
                secrets.add(Strength.ofText(secret.strip()));
            }
            return secrets;
        });
    }

    static Form<Map<String, byte[]>> encryptionKeys() {
        return new Form<>("<id:base64,…>", Strength::ofKeys);
    }
}
