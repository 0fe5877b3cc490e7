package dev.groundwork.bootstrap;

import dev.groundwork.bootstrap.configuration.Setting;
import dev.groundwork.bootstrap.configuration.Settings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The words of the command line. Each setting is a flag of each command that reads settings. */
final class Grammar {
    static final String VERBOSE = "--verbose";
    private static final String CONFIG = "--config";
    private static final String TO = "--to";
    private static final String LOSE_ROWS = "--lose-rows";

    private Grammar() {}

    /** What a command does; what it throws is told in a sentence. */
    interface Action {
        /** @return the exit code */
        int run(ParseResult words) throws Exception;
    }

    /**
     * The grammar of these words. Flags are made for commands that are among them only: all of them would take a tenth of a start.
     */
    static CommandSpec of(Commands commands, OperatorCommands operator, Collection<String> words) {
        CommandSpec root = command("groundwork", "The backend every product team writes first.", null);
        root.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Says which build this is.")
                .build());
        add(root, withSettings(words, command("serve", "Serves the HTTP contract until SIGTERM.", commands::serve)));
        add(
                root,
                withSettings(
                        words,
                        command("config", "Shows every setting, its value, source and meaning.", commands::config)));
        add(root, migrate(commands, words));
        OperatorGrammar.addTo(root, operator, words);
        add(
                root,
                command(
                        "test",
                        "Runs everything that continuous integration runs; with --faults every fault, too.",
                        commands::ofTheLauncher));
        add(root, command("bench", "Measures it beside the limit doing the same work.", commands::ofTheLauncher));
        return root;
    }

    private static CommandSpec migrate(Commands commands, Collection<String> words) {
        CommandSpec migrate = command("migrate", "Moves the schema of the database.", null);
        add(migrate, withSettings(words, command("up", "Applies every migration that waits.", commands::migrateUp)));
        CommandSpec down = withSettings(
                words, command("down", "Undoes the newest migration, or all above a version.", commands::migrateDown));
        down.addOption(OptionSpec.builder(TO)
                .type(Integer.class)
                .paramLabel("<version>")
                .description("The version to go down to; 0 is an empty database.")
                .build());
        down.addOption(OptionSpec.builder(LOSE_ROWS)
                .description("Goes on where rows would be lost.")
                .build());
        add(migrate, down);
        add(
                migrate,
                withSettings(
                        words,
                        command("status", "Lists the migrations, and when each was applied.", commands::status)));
        return migrate;
    }

    static void add(CommandSpec parent, CommandSpec child) {
        parent.addSubcommand(child.name(), child);
    }

    static CommandSpec command(String name, String description, @Nullable Action action) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage()
                .description(description)
                .synopsisSubcommandLabel("<command>")
                .abbreviateSynopsis(true)
                .width(120);
        return spec.addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this text.")
                        .build())
                .addOption(OptionSpec.builder(VERBOSE)
                        .description("Shows the stack trace of what went wrong.")
                        .build());
    }

    private static CommandSpec withSettings(Collection<String> words, CommandSpec spec) {
        return withSettings(words, spec, false);
    }

    /** @param quietly whether help leaves the settings out, since what the command does is not about them */
    static CommandSpec withSettings(Collection<String> words, CommandSpec spec, boolean quietly) {
        if (!words.contains(spec.name())) {
            return spec;
        }
        spec.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("<file>")
                .type(Path.class)
                .description("Reads settings from a file, a line each, such as pool-max=25.")
                .build());
        for (Setting<?> setting : Setting.ALL) {
            // Hidden and yet known: what is refused with its own sentence must not be echoed as an unknown word.
            boolean secret = setting.secrecy() == Setting.Secrecy.SECRET;
            spec.addOption(flag(setting.flag(), setting.label(), described(setting), secret || quietly));
            if (setting.mayLieInAFile()) {
                spec.addOption(flag(
                        setting.flag() + Settings.FILE_SUFFIX,
                        "<file>",
                        "A file that holds " + (secret ? "it: " + setting.meaning() : setting.flag()) + ".",
                        quietly));
            }
        }
        return spec;
    }

    private static OptionSpec flag(String name, String label, String description, boolean hidden) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description.replace("%", "%%"))
                .hidden(hidden)
                .build();
    }

    private static String described(Setting<?> setting) {
        return setting.meaning() + (setting.shownDefault().isEmpty() ? "." : " (" + setting.shownDefault() + ").");
    }

    /** The settings of a command, from its flags, the environment, and the file that a flag names. */
    static Settings settings(ParseResult words, Map<String, String> environment) {
        Map<String, String> flags = new HashMap<>();
        for (String key : Settings.keys()) {
            String value = words.matchedOptionValue("--" + key, (String) null);
            if (value != null) {
                flags.put(key, value);
            }
        }
        return Settings.read(flags, environment, words.matchedOptionValue(CONFIG, (Path) null));
    }

    static @Nullable Integer target(ParseResult words) {
        return words.matchedOptionValue(TO, (Integer) null);
    }

    static boolean losesRows(ParseResult words) {
        return words.hasMatchedOption(LOSE_ROWS);
    }
}
