package dev.groundwork.bootstrap.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection that does as little as can be done: what is measured is the server, and client and server
 * share the cores. Requests are bytes made beforehand; of an answer it reads status and length. Not safe for several threads.
 */
final class Connection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    /** Above what a server promises for any answer, so that a broken promise shows as a long answer and not as an error. */
    private static final int READ_MILLIS = 15_000;

    private final InetSocketAddress server;
    private byte[] body = new byte[0];
    private @Nullable Open open;

    private record Open(Socket socket, InputStream answers) {}

    Connection(URI base) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), base.getPort());
    }

    /** The bytes of a request; a body is sent as JSON. */
    static byte[] request(String method, String path, @Nullable String token, @Nullable String json) {
        return request(method, path, token, json, "");
    }

    /**
     * @param headers more lines, each with its line break
     */
    static byte[] request(String method, String path, @Nullable String token, @Nullable String json, String headers) {
        StringBuilder head = new StringBuilder(
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n" + headers);
        if (token != null) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        if (json != null) {
            int length = json.getBytes(StandardCharsets.UTF_8).length;
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(length)
                    .append("\r\n");
        }
        head.append("\r\n").append(json == null ? "" : json);
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a request and reads its answer to the end. Returns the status. */
    int send(byte[] request) throws IOException {
        Open connected = open;
        if (connected == null) {
            connected = connect();
            open = connected;
        }
        try {
            connected.socket().getOutputStream().write(request);
            return read(connected.answers());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Open connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(server, CONNECT_MILLIS);
        return new Open(socket, new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    private int read(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).substring(9, 12));
        int length = -1;
        boolean chunked = false;
        boolean last = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.contains("chunked");
            } else if (header.startsWith("connection:")) {
                last = header.contains("close");
            }
        }
        if (chunked) {
            StringBuilder whole = new StringBuilder();
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                whole.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
                line(in);
            }
            line(in);
            body = whole.toString().getBytes(StandardCharsets.UTF_8);
        } else {
            body = in.readNBytes(Math.max(0, length));
        }
        if (last) {
            close();
        }
        return status;
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** The last answer's body. */
    String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.socket().close();
            open = null;
        }
    }
}
