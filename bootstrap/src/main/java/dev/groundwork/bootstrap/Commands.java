package dev.groundwork.bootstrap;

import dev.groundwork.bootstrap.configuration.Configuration;
import dev.groundwork.bootstrap.configuration.Setting;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.db.DatabaseLogin;
import dev.groundwork.db.Migrations;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Does what the command line says. */
final class Commands {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int MISUNDERSTOOD = 2;

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;
    private final OperatorCommands operator;

    Commands(Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.operator = new OperatorCommands(environment, in, out, err);
    }

    /** @return the exit code */
    int run(List<String> words) {
        try {
            return run(new CommandLine(Grammar.of(this, operator, words)).parseArgs(words.toArray(String[]::new)));
        } catch (ParameterException e) {
            err.println(Sentences.of(e));
            return MISUNDERSTOOD;
        }
    }

    private int run(ParseResult words) {
        ParseResult last = words;
        while (last.hasSubcommand() && !last.isUsageHelpRequested()) {
            last = last.subcommand();
        }
        if (last.isVersionHelpRequested()) {
            out.println("groundwork " + version() + " on Java " + Runtime.version());
            return DONE;
        }
        if (last.isUsageHelpRequested()) {
            last.commandSpec().commandLine().usage(out);
            return DONE;
        }
        if (!(last.commandSpec().userObject() instanceof Grammar.Action action)) {
            last.commandSpec().commandLine().usage(err);
            return MISUNDERSTOOD;
        }
        return run(action, last, words.hasMatchedOption(Grammar.VERBOSE) || last.hasMatchedOption(Grammar.VERBOSE));
    }

    private int run(Grammar.Action action, ParseResult words, boolean verbose) {
        try {
            return action.run(words);
        } catch (Exception e) {
            err.println(Sentences.of(e));
            if (verbose) {
                e.printStackTrace(err);
            }
            return REFUSED;
        }
    }

    private static String version() {
        return Objects.requireNonNullElse(Commands.class.getPackage().getImplementationVersion(), "from its sources");
    }

    /** Serves until a signal ends the process; that is a success. */
    int serve(ParseResult words) throws InterruptedException {
        Server server = new Server(Configuration.forServing(Grammar.settings(words, environment)));
        CountDownLatch forever = new CountDownLatch(1);
        Thread onSignal = new Thread(
                () -> {
                    server.close();
                    // Java's own code for a signal would tell a supervisor that something went wrong.
                    Runtime.getRuntime().halt(DONE);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            server.start();
        } catch (RuntimeException e) {
            if (isStopping(onSignal)) {
                forever.await();
            }
            server.close();
            throw e;
        }
        forever.await();
        return DONE;
    }

    /** Whether a signal came meanwhile; where none did, the hook is gone afterwards. */
    private static boolean isStopping(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException shutdownIsUnderWay) {
            return true;
        }
    }

    int config(ParseResult words) {
        Settings settings = Grammar.settings(words, environment);
        int name = width(Setting.ALL.stream().map(Setting::variable).toList());
        int value = width(Setting.ALL.stream().map(settings::shown).toList());
        int source = width(Setting.ALL.stream().map(settings::source).toList());
        String row = "%-" + name + "s  %-" + value + "s  %-" + source + "s  %s%n";
        Setting.ALL.forEach(setting ->
                out.printf(row, setting, settings.shown(setting), settings.source(setting), setting.meaning()));
        Configuration.forServing(settings);
        return DONE;
    }

    private static int width(List<String> column) {
        return Math.max(1, column.stream().mapToInt(String::length).max().orElse(1));
    }

    int migrateUp(ParseResult words) {
        Settings settings = migrating(words);
        Migrations.Moved moved =
                migrations(settings).up(settings.get(Setting.DATABASE_USER).orElse(null));
        out.println(
                moved.from() == moved.to()
                        ? "The schema is at version " + moved.to() + " already."
                        : "The schema went up from version " + moved.from() + " to " + moved.to() + ".");
        return DONE;
    }

    int migrateDown(ParseResult words) {
        Migrations.Moved moved = migrations(migrating(words)).down(Grammar.target(words), Grammar.losesRows(words));
        out.println("The schema went down from version " + moved.from() + " to " + moved.to() + ".");
        return DONE;
    }

    int status(ParseResult words) {
        for (Migrations.Step step : migrations(migrating(words)).status()) {
            out.printf(
                    "%3d  %-22s %s%n",
                    step.version(),
                    step.description().replace('_', ' '),
                    step.appliedAt() == null ? "waits" : "applied " + step.appliedAt());
        }
        return DONE;
    }

    private Settings migrating(ParseResult words) {
        return Configuration.forMigrating(Grammar.settings(words, environment));
    }

    private static Migrations migrations(Settings settings) {
        String url = settings.get(Setting.DATABASE_URL)
                .orElseThrow(() -> new StartRefused("GROUNDWORK_DATABASE_URL is missing: set it to the database whose"
                        + " schema is meant; the embedded PostgreSQL is migrated by each ./groundwork serve."));
        String owner = settings.get(Setting.MIGRATION_USER).orElseThrow();
        return new Migrations(
                url,
                new DatabaseLogin(
                        owner, settings.get(Setting.MIGRATION_PASSWORD).orElse(null)));
    }

    /** What only the launcher can do, since it needs the sources; it reaches Java where somebody runs the jar itself. */
    int ofTheLauncher(ParseResult words) {
        String name = words.commandSpec().name();
        err.println("The launcher does that, where Groundwork's sources are: ./groundwork " + name);
        return REFUSED;
    }
}
