package dev.groundwork.bootstrap.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** This machine's address for nobody but itself: the one of IPv4, whatever Java is told to prefer. */
final class Loopback {
    static final String ADDRESS = "127.0.0.1";

    private Loopback() {}

    static InetSocketAddress at(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    /** A port that is free at this moment; who wants to use it has to be ready to be beaten. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(at(0));
            return socket.getLocalPort();
        }
    }
}
