package dev.groundwork.bootstrap.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One kept HTTP/1.1 connection to a node. It sends nothing twice by itself, as usual clients do, so that whoever uses it knows what
 * was lost; every wait ends. For one thread.
 */
final class Wire implements AutoCloseable {
    /** More than anybody may wait for an answer. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(12);

    private static final int LONGEST_CONNECT_MILLIS = 2_000;

    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    Wire(int port) {
        this.port = port;
    }

    /** @param headers by their names in lower case */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /**
     * Asks.
     *
     * @throws java.net.ConnectException where nobody listens: nothing was sent
     * @throws SocketTimeoutException where no whole answer came in time
     * @throws IOException where the connection ended before the answer did
     */
    Answer send(String method, String path, Map<String, String> headers, @Nullable String body) throws IOException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        Socket open = open();
        boolean whole = false;
        try {
            open.getOutputStream().write(request(method, path, headers, body));
            Answer answer = read(open, end);
            whole = !answer.header("Connection").equalsIgnoreCase("close");
            return answer;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private Socket open() throws IOException {
        Socket kept = socket;
        if (kept != null) {
            return kept;
        }
        Socket fresh = new Socket();
        try {
            fresh.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LONGEST_CONNECT_MILLIS);
            fresh.setTcpNoDelay(true);
            in = new BufferedInputStream(fresh.getInputStream());
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        socket = fresh;
        return fresh;
    }

    private static byte[] request(String method, String path, Map<String, String> headers, @Nullable String body) {
        byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body != null) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(content.length)
                    .append("\r\n");
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(content);
        return request.toByteArray();
    }

    private Answer read(Socket open, long end) throws IOException {
        String status = line(open, end);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(open, end); !line.isEmpty(); line = line(open, end)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")
                ? chunks(open, end)
                : bytes(open, end, Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(
                Integer.parseInt(status.split(" ", -1)[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks(Socket open, long end) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(open, end).split(";", -1)[0].strip(), 16);
            body.writeBytes(bytes(open, end, size));
            line(open, end);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private String line(Socket open, long end) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = next(open, end); c != '\n'; c = next(open, end)) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private byte[] bytes(Socket open, long end, int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next(open, end);
        }
        return bytes;
    }

    private int next(Socket open, long end) throws IOException {
        if (in.available() == 0) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("no whole answer within " + LONGEST_WAIT);
            }
            open.setSoTimeout(Math.toIntExact(left));
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the connection ended before the answer did");
        }
        return next;
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
