package dev.groundwork.bootstrap.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An SMTP server that says these lines, the first at once and each other one to what it is told, and then nothing more. */
final class ScriptedSmtp implements AutoCloseable {
    private final ServerSocket socket;

    ScriptedSmtp(List<String> lines) throws IOException {
        this.socket = new ServerSocket(0, 10, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread.ofPlatform().daemon().start(() -> serve(lines));
    }

    private void serve(List<String> lines) {
        try (Socket client = socket.accept();
                BufferedReader input =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line : lines) {
                client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                String told = input.readLine();
                // What follows is the mail, up to a dot alone.
                while (line.startsWith("354") && told != null && !told.equals(".")) {
                    told = input.readLine();
                }
            }
            input.readLine();
        } catch (IOException e) {
            // The client has gone.
        }
    }

    String url() {
        return "smtp://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
