package dev.groundwork.bootstrap.embedded;

import dev.groundwork.bootstrap.StartRefused;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Database;
import dev.groundwork.bootstrap.embedded.OwnProcess.Signal;
import dev.groundwork.db.DatabaseLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The embedded PostgreSQL: made whole before its folder has its name, started detached, known by its pid file. */
final class PostgresServer implements AutoCloseable {
    /** What the binaries are, and so what the data has to be. */
    static final String MAJOR_VERSION = "18";

    private static final String DATABASE = "groundwork";
    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "groundwork_owner";
    private static final String RUNTIME = "groundwork_runtime";

    /** Lines of PostgreSQL's pid file, counted from 0: where it listens, and whether it lets people in. */
    private static final int PID_FILE_PORT = 3;

    private static final int PID_FILE_STATE = 7;

    private static final Duration LONGEST_CREATION = Duration.ofMinutes(2);
    /** Recovery after a crash reads up to a gigabyte of log. */
    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofMillis(300);
    /** A port may be taken between being found and being used, and the processes of a killed server need a moment to go. */
    private static final int ATTEMPTS = 4;

    private static final Signal FAST = new Signal("INT", Duration.ofSeconds(10));
    private static final Signal IMMEDIATE = new Signal("QUIT", Duration.ofSeconds(5));

    private final OwnProcess process;
    private final Database database;

    private PostgresServer(OwnProcess process, Database database) {
        this.process = process;
        this.database = database;
    }

    static PostgresServer start(DataFolder folder) {
        try {
            return new Starting(folder).start();
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }

    /** The database of the server that runs on this folder by itself, once it lets people in; empty where none does. */
    static Optional<Database> running(Path folder) {
        Path cluster = folder.resolve("postgresql").resolve("data");
        OwnProcess process = process(cluster);
        try {
            List<String> lines = Files.readAllLines(process.pidFile());
            if (lines.size() > PID_FILE_STATE
                    && lines.get(PID_FILE_STATE).strip().equals("ready")
                    && process.running().isPresent()) {
                int port = Integer.parseInt(lines.get(PID_FILE_PORT).strip());
                return Optional.of(database(new SecretFiles(folder), port));
            }
        } catch (IOException e) {
            // not there, or not ours to read: nobody could tell more
        }
        return Optional.empty();
    }

    private static OwnProcess process(Path cluster) {
        return new OwnProcess(cluster.resolve("postmaster.pid"), "/bin/postgres -D " + cluster + " ");
    }

    private static Database database(SecretFiles secrets, int port) {
        return new Database(
                "jdbc:postgresql://" + Loopback.ADDRESS + ":" + port + "/" + DATABASE,
                new DatabaseLogin(OWNER, secrets.password(OWNER)),
                new DatabaseLogin(RUNTIME, secrets.password(RUNTIME)));
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        process.stop(FAST, IMMEDIATE);
    }

    /** One start, and before it what may have to happen first. */
    private static final class Starting {
        private final DataFolder folder;
        private final SecretFiles secrets;
        private final Path home;
        private final Path cluster;
        private final Path log;
        private final OwnProcess process;

        Starting(DataFolder folder) {
            this.folder = folder;
            this.secrets = folder.secrets();
            this.home = folder.path().resolve("postgresql");
            this.cluster = home.resolve("data");
            this.log = home.resolve("server.log");
            this.process = process(cluster);
        }

        PostgresServer start() throws IOException {
            process.stop(FAST, IMMEDIATE);
            Path binaries = new Binaries(folder).postgres();
            if (Files.exists(home)) {
                requireOurs();
            } else {
                create(binaries);
            }
            // The pid in it may be somebody else's by now, and PostgreSQL would take that for another server.
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
            ServerAccount account = ServerAccount.chooseFor(folder.path(), home);
            for (int attempt = 1; ; attempt++) {
                int port = Loopback.freePort();
                Optional<String> fault = attempt(binaries, account, port);
                if (fault.isEmpty()) {
                    return new PostgresServer(process, database(secrets, port));
                }
                if (attempt == ATTEMPTS) {
                    throw new StartRefused(
                            "The embedded PostgreSQL does not start: " + fault.get() + " (see " + log + ").");
                }
                OwnProcess.await(PAUSE, () -> false);
            }
        }

        private void requireOurs() throws IOException {
            String version = Files.readString(cluster.resolve("PG_VERSION")).strip();
            if (!version.equals(MAJOR_VERSION)) {
                throw new StartRefused("The data folder " + folder.path() + " holds data of PostgreSQL " + version
                        + ", and this Groundwork embeds " + MAJOR_VERSION
                        + "; move the data with pg_dump, or give another folder by GROUNDWORK_DATA_DIR.");
            }
            for (String login : List.of(OWNER, RUNTIME)) {
                if (!secrets.has(login)) {
                    throw new StartRefused("The data folder " + folder.path() + " has lost the file secrets/" + login
                            + ", without which nobody gets into its database; bring it back, or give another folder by"
                            + " GROUNDWORK_DATA_DIR.");
                }
            }
        }

        /** Under another name until it is whole, so that a crash in the middle leaves nothing half-made. */
        private void create(Path binaries) throws IOException {
            Path draft = folder.emptied("postgresql.draft");
            Path data = draft.resolve("data");
            ServerAccount account = ServerAccount.chooseFor(folder.path(), draft);
            List<String> make = List.of(
                    program(binaries, "initdb"),
                    "--pgdata=" + data,
                    "--username=" + SUPERUSER,
                    "--auth=reject",
                    "--encoding=UTF8",
                    // Unicode's letters and the order of code points, on every machine alike.
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions");
            require(Command.run(draft, LONGEST_CREATION, "", account.words(make)));
            List<String> single = List.of(
                    program(binaries, "postgres"),
                    "--single",
                    "-D",
                    data.toString(),
                    "-c",
                    "exit_on_error=true",
                    "postgres");
            require(Command.run(draft, LONGEST_CREATION, logins(), account.words(single)));
            Files.writeString(data.resolve("pg_hba.conf"), """
                    # Everybody needs a password, and comes from this machine.
                    host all all 127.0.0.1/32 scram-sha-256
                    """);
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        }

        /** Read by a server that listens to nobody else yet; a line is a statement. */
        private String logins() {
            return """
                    alter role %s password '%s'
                    create role %s login createrole password '%s'
                    create role %s login password '%s'
                    create database %s owner %s
                    """.formatted(
                            SUPERUSER,
                            secrets.password(SUPERUSER),
                            OWNER,
                            secrets.password(OWNER),
                            RUNTIME,
                            secrets.password(RUNTIME),
                            DATABASE,
                            OWNER);
        }

        private static void require(Command command) {
            if (!command.succeeded()) {
                throw new StartRefused("The embedded PostgreSQL can't be made: " + lastComplaint(command.output())
                        + "; if it can't run here, set GROUNDWORK_DATABASE_URL.");
            }
        }

        /** What went wrong, if anything did. */
        private Optional<String> attempt(Path binaries, ServerAccount account, int port) throws IOException {
            if (Files.exists(log)) {
                Files.move(log, home.resolve("server.log.before"), StandardCopyOption.REPLACE_EXISTING);
            }
            // By pg_ctl, which gives it a session of its own: a terminal's Ctrl-C must not reach it before us.
            List<String> start = List.of(
                    program(binaries, "pg_ctl"),
                    "--pgdata=" + cluster,
                    "--log=" + log,
                    "--wait",
                    "--timeout=" + LONGEST_START.toSeconds(),
                    "--options=" + options(port),
                    "start");
            Command command = Command.run(home, LONGEST_START.plusSeconds(10), "", account.words(start));
            if (command.succeeded()) {
                return Optional.empty();
            }
            process.stop(FAST, IMMEDIATE);
            return Optional.of(lastComplaint(Files.exists(log) ? Files.readString(log) : command.output()));
        }

        private static String options(int port) {
            return "-c port=" + port
                    + " -c listen_addresses=" + Loopback.ADDRESS
                    + " -c unix_socket_directories= -c fsync=on -c timezone=UTC"
                    + " -c log_timezone=UTC";
        }

        private static String program(Path binaries, String name) {
            return binaries.resolve("bin").resolve(name).toString();
        }

        /** The line that says why; else the last one, which is all there is. */
        private static String lastComplaint(String output) {
            List<String> lines = output.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return lines.stream()
                    .filter(line -> line.matches(".*\\b(FATAL|PANIC|error|ERROR):.*"))
                    .reduce((earlier, later) -> later)
                    .or(() -> lines.stream().reduce((earlier, later) -> later))
                    .map(line -> line.replaceFirst("^.*?\\b(FATAL|PANIC|error|ERROR):\\s*", "")
                            .replaceFirst("\\.$", ""))
                    .orElse("it does not say why");
        }
    }
}
