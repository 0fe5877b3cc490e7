package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The network between one node and one server: bytes go through it, until it refuses connections, resets them, or is silent. What
 * was sent into the silence arrives once it is over, as TCP has it.
 */
final class Relay implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final int BUFFER = 16 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile int target;
    private boolean silent;
    private @Nullable ServerSocket listener;

    /** @param target the port of the server on this machine */
    Relay(int target) {
        this.target = target;
        ServerSocket first = listen(0);
        this.listener = first;
        this.port = first.getLocalPort();
    }

    private ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** Leads new connections to another port: a server that was started again has one. */
    void leadTo(int port) {
        target = port;
    }

    /** Nobody listens any more, and whoever was connected is cut off. */
    void refuse() {
        ServerSocket open = listener;
        listener = null;
        if (open != null) {
            close(open);
        }
        reset();
    }

    /** Cuts off whoever is connected. */
    void reset() {
        sockets.forEach(Relay::abort);
    }

    /** Connections are accepted, and nothing passes. */
    void beSilent() {
        lock.lock();
        try {
            silent = true;
        } finally {
            lock.unlock();
        }
    }

    /** All is well again. */
    void heal() {
        speak();
        if (listener == null) {
            listener = listen(port);
        }
    }

    private void speak() {
        lock.lock();
        try {
            silent = false;
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket client = from.accept();
                sockets.add(client);
                Thread.ofPlatform().daemon().start(() -> connect(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            awaitWord();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 10_000);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = Thread.ofPlatform().daemon().start(() -> pump(server, client));
            pump(client, server);
            back.join();
        } catch (IOException e) {
            abort(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
            sockets.remove(server);
            close(client);
            close(server);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitWord();
                out.write(buffer, 0, read);
            }
            awaitWord();
            to.shutdownOutput();
        } catch (IOException e) {
            abort(from);
            abort(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitWord() throws InterruptedException {
        lock.lock();
        try {
            while (silent) {
                heard.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket does not close", e);
        }
    }

    @Override
    public void close() {
        refuse();
        speak();
    }
}
