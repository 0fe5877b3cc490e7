package dev.groundwork.bootstrap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the server will listen and be found, decided before anything slow is started: links need it, and whoever took the port
 * should be told at once.
 *
 * @param port free a moment ago
 * @param publicUrl the base of every link
 */
record Listening(String host, int port, URI publicUrl) {
    Listening {
        Objects.requireNonNull(host);
        Objects.requireNonNull(publicUrl);
    }

    /**
     * @param port 0 for a free one
     * @throws StartRefused where nobody can listen there
     */
    static Listening on(String host, int port, Optional<URI> publicUrl) {
        try (ServerSocket socket = new ServerSocket()) {
            InetAddress address = InetAddress.getByName(host);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            int free = socket.getLocalPort();
            return new Listening(host, free, publicUrl.orElseGet(() -> guess(address, host, free)));
        } catch (UnknownHostException e) {
            throw unknown(host, e);
        } catch (IOException e) {
            throw new StartRefused(
                    "Nobody can listen on port " + port + " of " + host + " (" + e.getMessage()
                            + "); stop what does, or set GROUNDWORK_PORT (0 picks a free one) or GROUNDWORK_HOST.",
                    e);
        }
    }

    /** Where a server with these settings would be found, whether or not one runs. */
    static URI publicUrl(String host, int port, Optional<URI> publicUrl) {
        return publicUrl.orElseGet(() -> {
            try {
                return guess(InetAddress.getByName(host), host, port);
            } catch (UnknownHostException e) {
                throw unknown(host, e);
            }
        });
    }

    private static StartRefused unknown(String host, UnknownHostException e) {
        return new StartRefused(
                "There is no address for the host " + host + "; set GROUNDWORK_HOST to one of this machine.", e);
    }

    private static URI guess(InetAddress address, String host, int port) {
        String name = address.isAnyLocalAddress() ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + port);
    }
}
