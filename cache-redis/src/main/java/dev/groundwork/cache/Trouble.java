package dev.groundwork.cache;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why Redis did not do what it was asked, in an operator's words and without a secret.
 *
 * @param sentence a whole one
 */
record Trouble(Kind kind, String sentence) {

    /** What follows from it. */
    enum Kind {
        /** It answers and forgets, but keeps nothing new. */
        MEMORY_FULL,
        /** It is the right server and lets us in, but can't work at the moment. */
        BUSY,
        /** Nothing is to be had from it. */
        UNUSABLE
    }

    static Trouble of(Throwable failure, RedisUrl url) {
        String redis = "Redis at " + url.servers() + " ";
        String said = said(failure);
        if (said.contains("OOM command")) {
            return new Trouble(Kind.MEMORY_FULL, redis + "has no memory left.");
        }
        if (said.contains("MISCONF") || said.contains("NOREPLICAS")) {
            return new Trouble(Kind.BUSY, redis + "refuses writes: it can't save or replicate them.");
        }
        if (said.contains("LOADING") || said.contains("BUSY") || said.contains("CLUSTERDOWN")) {
            return new Trouble(Kind.BUSY, redis + "is not ready.");
        }
        return new Trouble(Kind.UNUSABLE, redis + reason(failure, said, url));
    }

    /** Whether all that is known is that nothing came in time. */
    static boolean isSlowness(Throwable failure) {
        return has(failure, SocketTimeoutException.class) || has(failure, TimeoutException.class);
    }

    private static String reason(Throwable failure, String said, RedisUrl url) {
        if (said.contains("WRONGPASS") || said.contains("invalid password") || said.contains("without any password")) {
            return "does not accept the user or the password of its URL.";
        }
        if (said.contains("NOAUTH")) {
            return "asks for a password; write it into its URL.";
        }
        if (said.contains("NOPERM")) {
            return "does not allow its user what we need: the commands eval, evalsha, get, getex, set, del, time and info"
                    + " on keys that begin with groundwork:.";
        }
        if (said.contains("unknown command") || said.contains("Unknown Redis command")) {
            return "is older than 6.2.";
        }
        if (said.contains("READONLY")) {
            return "is a replica that can't be written to; name the primary.";
        }
        if (said.contains("cluster support disabled")) {
            return "is no cluster; its URL begins with redis://.";
        }
        if (said.contains("MOVED")) {
            return "is a cluster; its URL begins with redis-cluster://.";
        }
        if (said.contains("DB index is out of range")) {
            return "has no database " + url.database() + ".";
        }
        if (has(failure, UnknownHostException.class)) {
            return "can't be found: no such host.";
        }
        if (has(failure, SSLException.class)) {
            return "can't be spoken to by TLS: it speaks none, or shows a certificate that isn't trusted.";
        }
        if (isSlowness(failure)) {
            return url.tls() ? "does not answer in time; does it speak TLS?" : "does not answer in time.";
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return "can't be reached; is it running, and is the address right?";
        }
        if (said.contains("Unknown reply")) {
            return "is something else: it does not speak as Redis does.";
        }
        if (said.contains("Unexpected end of stream") || said.contains("Connection reset")) {
            return "closed the connection; if it always does, it may ask for TLS (rediss://).";
        }
        return "does not work: " + rootOf(failure).getClass().getSimpleName() + ".";
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static String said(Throwable failure) {
        return causes(failure).map(Throwable::getMessage).collect(Collectors.joining("\n"));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .flatMap(cause -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())));
    }
}
