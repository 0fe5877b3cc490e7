package dev.groundwork.bootstrap.whole;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One connection to a server, for requests that no decent client would send. For one thread. */
final class RawHttp implements AutoCloseable {
    private static final int LONGEST_WAIT_MILLIS = 15_000;

    /** As much of an answer's body as is looked at; the rest of a long file is left behind. */
    private static final int MOST_BYTES = 1 << 20;

    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    RawHttp(int port) {
        this.port = port;
    }

    /** @param headers by name in small letters; of several the last */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * @param lastOfAll whether nothing more comes, as from a client that went away in the middle
     * @param headOnly whether the answer has no body, or none with an end
     */
    Answer exchange(byte[] request, boolean lastOfAll, boolean headOnly) throws IOException {
        if (!isOpen()) {
            open();
        } else if (in.available() > 0) {
            // The server has said something that nobody asked for, as when it gives up waiting.
            open();
        }
        try {
            return exchangeOnce(request, lastOfAll, headOnly);
        } catch (EOFException | java.net.SocketException closed) {
            // A kept connection may be closed by the server at any time.
            open();
            return exchangeOnce(request, lastOfAll, headOnly);
        }
    }

    private boolean isOpen() {
        return socket.isConnected() && !socket.isClosed();
    }

    private void open() throws IOException {
        socket.close();
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LONGEST_WAIT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    private Answer exchangeOnce(byte[] request, boolean lastOfAll, boolean headOnly) throws IOException {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            if (lastOfAll) {
                socket.shutdownOutput();
            }
        } catch (IOException refusedMeanwhile) {
            // The server may have answered before it had read everything; what it said is still to be read.
        }
        Answer answer = read(headOnly);
        while (answer.status() == 100) {
            answer = read(headOnly);
        }
        if (lastOfAll || answer.header("connection").equalsIgnoreCase("close")) {
            socket.close();
        }
        return answer;
    }

    private Answer read(boolean headOnly) throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("no status line: " + status);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        byte[] body = new byte[0];
        if (endless) {
            socket.close();
        } else if (!headOnly && code != 204 && code != 304 && code >= 200) {
            body = body(headers);
        }
        return new Answer(code, headers, body);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            int length = Integer.parseInt(headers.get("content-length"));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the answer broke off");
            }
            return body;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
            if (body.size() > MOST_BYTES) {
                socket.close();
                return body.toByteArray();
            }
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer broke off");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
