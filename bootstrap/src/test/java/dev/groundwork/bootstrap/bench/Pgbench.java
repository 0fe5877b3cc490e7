package dev.groundwork.bootstrap.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's own load generator, with prepared statements. */
final class Pgbench {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path program;
    private final Deployment deployment;
    private final String password;

    private Pgbench(Path program, Deployment deployment, String password) {
        this.program = program;
        this.deployment = deployment;
        this.password = password;
    }

    /** Empty where this machine has no pgbench: it comes with PostgreSQL's server package. */
    static Optional<Pgbench> find(Deployment deployment) throws IOException {
        List<Path> candidates = new ArrayList<>();
        for (String folder : System.getenv("PATH").split(":", -1)) {
            candidates.add(Path.of(folder, "pgbench"));
        }
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin/pgbench")).forEach(candidates::add);
            }
        }
        String password = Files.readString(deployment.folder().resolve("data/secrets/groundwork_runtime"))
                .strip();
        return candidates.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Pgbench(program, deployment, password));
    }

    /**
     * Transactions per second, as the runtime login.
     *
     * @param scripts of which each client takes one at random, again and again
     */
    double run(List<String> scripts, int clients, Duration time) throws IOException, InterruptedException {
        return run("groundwork_runtime", password, scripts, clients, time);
    }

    /** The same as a superuser: nothing is checked, no policy applies. */
    double runBare(List<String> scripts, int clients, Duration time) throws IOException, InterruptedException {
        return run("postgres", deployment.superuserPassword(), scripts, clients, time);
    }

    private double run(String user, String secret, List<String> scripts, int clients, Duration time)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=2",
                "--time=" + Math.max(1, time.toSeconds()),
                "--host=127.0.0.1",
                "--port=" + deployment.postgresPort(),
                "--username=" + user));
        for (int i = 0; i < scripts.size(); i++) {
            Path file = deployment.folder().resolve("pgbench-" + i + ".sql");
            Files.writeString(file, scripts.get(i));
            command.add("--file=" + file);
        }
        command.add("groundwork");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", secret);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(time.toSeconds() + 30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Matcher rate = RATE.matcher(output);
        if (!rate.find() || output.contains("ERROR")) {
            throw new IllegalStateException("pgbench says: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
