package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Clients that send a byte now and then, or do not read what they asked for; each comes again when it is cut off. */
final class SlowClients implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int SMALL_BUFFER = 2 * 1024;
    private static final int PIPELINED = 50;

    private final Node node;
    private final String token;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    SlowClients(Node node, String token) {
        this.node = node;
        this.token = token;
    }

    /** Headers that never end. */
    void headers(int clients) {
        start(clients, socket -> {
            send(socket, "GET /v1/me HTTP/1.1\r\nHost: localhost\r\n");
            for (int i = 0; !stopped; i++) {
                send(socket, "X-" + i + ": y\r\n");
                Waiting.pause(PAUSE);
            }
        });
    }

    /** Bodies that take for ever. */
    void bodies(int clients, String path) {
        start(clients, socket -> {
            send(
                    socket,
                    "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{");
            while (!stopped) {
                send(socket, " ");
                Waiting.pause(PAUSE);
            }
        });
    }

    /** Many big answers asked for at once, and none read. */
    void readers(int clients, String path) {
        start(clients, socket -> {
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
            send(socket, request.repeat(PIPELINED));
            while (!stopped) {
                Waiting.pause(PAUSE);
            }
        });
    }

    private interface Behaviour {
        void behave(Socket socket) throws IOException;
    }

    private void start(int clients, Behaviour behaviour) {
        for (int i = 0; i < clients; i++) {
            Thread.ofVirtual().start(() -> comeAgain(behaviour));
        }
    }

    private void comeAgain(Behaviour behaviour) {
        while (!stopped) {
            try (Socket socket = new Socket()) {
                sockets.add(socket);
                socket.setReceiveBufferSize(SMALL_BUFFER);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), 2_000);
                behaviour.behave(socket);
            } catch (IOException e) {
                Waiting.pause(PAUSE);
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        stopped = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
