package dev.groundwork.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/** A way to PostgreSQL that can be cut at the very moment of a commit. */
final class Wire implements AutoCloseable {
    /** What becomes of the next commit. */
    enum Cut {
        NOWHERE,
        /** PostgreSQL never hears of it. */
        BEFORE_THE_COMMIT,
        /** PostgreSQL commits, and nobody hears its answer. */
        BEFORE_THE_ANSWER
    }

    private final ServerSocket listening;
    private final int target;
    private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NOWHERE);

    private Wire(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    static Wire to(int port) throws IOException {
        Wire wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(wire::accept);
        return wire;
    }

    int port() {
        return listening.getLocalPort();
    }

    void cutNextCommit(Cut cut) {
        next.set(cut);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> forward(client, server));
                Thread.ofVirtual().start(() -> answer(server, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void forward(Socket client, Socket server) {
        byte[] buffer = new byte[65_536];
        try (client;
                server) {
            InputStream from = client.getInputStream();
            OutputStream to = server.getOutputStream();
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                boolean commit = new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("COMMIT");
                Cut cut = commit ? next.getAndSet(Cut.NOWHERE) : Cut.NOWHERE;
                if (cut == Cut.BEFORE_THE_COMMIT) {
                    return;
                } else if (cut == Cut.BEFORE_THE_ANSWER) {
                    client.close();
                }
                to.write(buffer, 0, read);
                if (cut == Cut.BEFORE_THE_ANSWER) {
                    // Until PostgreSQL has answered, which the other direction finds nobody to tell.
                    Thread.sleep(200);
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // one of them has gone
        }
    }

    private static void answer(Socket server, Socket client) {
        try (server;
                client) {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // one of them has gone
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
