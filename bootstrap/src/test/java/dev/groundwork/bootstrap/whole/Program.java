package dev.groundwork.bootstrap.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program as a process of its own, started as the launcher starts it, with what it printed. */
public final class Program implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready at (http\\S+)");

    /** The launcher's. */
    private static final List<String> JAVA_OPTIONS = List.of("-XX:+UseSerialGC", "-Xms48m", "-Xmx320m", "-Xss512k");

    private static final Duration LONGEST_START = Duration.ofSeconds(90);

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private Program(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts {@code groundwork} with these words; the environment is this process's, without its GROUNDWORK_ variables. */
    public static Program start(Path folder, Map<String, String> environment, String... words) throws IOException {
        List<String> command = javaCommand();
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(words));
        return start(command, folder, environment);
    }

    /** The same by the launcher, as a user does it. */
    public static Program launch(Path launcher, Path folder, Map<String, String> environment, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        return start(command, folder, environment);
    }

    /** Another Java program, with the same options, that says when it is ready. */
    public static Program java(List<String> words) throws IOException {
        List<String> command = javaCommand();
        command.addAll(words);
        return start(command, Path.of("."), Map.of());
    }

    private static List<String> javaCommand() {
        List<String> command = new ArrayList<>(JAVA_OPTIONS);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return command;
    }

    private static Program start(List<String> command, Path folder, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GROUNDWORK_"));
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    private static Path jar() throws IOException {
        try (var jars = Files.newDirectoryStream(
                Path.of(System.getProperty("groundwork.home"), "lib"), "groundwork-bootstrap-*.jar")) {
            return jars.iterator().next();
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // it was killed, and its output closed in the middle of a line
        } finally {
            synchronized (lines) {
                lines.notifyAll();
            }
        }
    }

    /** The base URL, once the program says that it is ready. */
    public String awaitReady() throws Exception {
        Matcher matcher = READY.matcher(awaitLine(line -> READY.matcher(line).find(), LONGEST_START));
        if (!matcher.find()) {
            throw new IllegalStateException("the line was found just now");
        }
        return matcher.group(1).replaceAll("[,;.]$", "");
    }

    /** The first line of that kind, printed already or soon. */
    public String awaitLine(Predicate<String> wanted, Duration longest) throws Exception {
        long end = System.nanoTime() + longest.toNanos();
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !(process.isAlive() || reader.isAlive())) {
                    throw new TimeoutException("no such line in:\n" + String.join("\n", lines));
                }
                lines.wait(Math.min(left, 500));
            }
        }
    }

    public String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits until it has ended by itself. */
    public int awaitExit(Duration longest) throws Exception {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("still running after " + longest + ":\n" + output());
        }
        reader.join(2_000);
        return process.exitValue();
    }

    /** Ends it as an operator does, with SIGTERM. */
    public int terminate() throws Exception {
        process.destroy();
        return awaitExit(Duration.ofSeconds(30));
    }

    /** SIGKILL, as a crash. */
    public void kill() throws Exception {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** Every process that has something to do with this folder, as {@code /proc} tells. */
    public static List<Long> processesUnder(Path folder) throws IOException {
        String needle = folder.toRealPath().toString();
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(entry -> mentions(entry.resolve("cmdline"), needle))
                    .map(entry -> Long.valueOf(entry.getFileName().toString()))
                    .filter(pid -> pid != ProcessHandle.current().pid())
                    .toList();
        }
    }

    private static boolean mentions(Path commandLine, String needle) {
        try {
            return Files.readString(commandLine, StandardCharsets.ISO_8859_1).contains(needle);
        } catch (IOException e) {
            return false; // the process has ended meanwhile
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (process.isAlive()) {
            process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
            process.destroyForcibly();
        }
    }
}
