package dev.groundwork.bootstrap;

import dev.groundwork.bootstrap.configuration.ConfigurationRefused;
import dev.groundwork.bootstrap.configuration.Nearest;
import dev.groundwork.cache.RedisCaches;
import dev.groundwork.db.DatabaseRefused;
import dev.groundwork.domain.Refused;
import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong, as somebody at a terminal wants to read it. */
final class Sentences {
    private Sentences() {}

    /** Words that are no command. */
    static String of(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            // Without its value, which may be a secret.
            String word = unmatched.getUnmatched().get(0).split("=", 2)[0];
            if (word.startsWith("-")) {
                List<String> flags = command.options().stream()
                        .filter(option -> !option.hidden())
                        .map(option -> option.longestName())
                        .toList();
                return "There is no flag " + word + "; did you mean " + Nearest.to(word, flags) + "?";
            }
            List<String> commands = List.copyOf(command.subcommands().keySet());
            return commands.isEmpty()
                    ? "The command " + command.qualifiedName() + " takes flags only, and no \"" + word + "\"."
                    : "There is no command \"" + word + "\"; did you mean \"" + Nearest.to(word, commands) + "\"?";
        }
        if (failure instanceof MissingParameterException missing
                && missing.getMissing().get(0) instanceof OptionSpec option) {
            return "A value is missing: " + option.longestName() + " " + option.paramLabel() + ".";
        }
        return firstLine(failure) + ".";
    }

    /** A failure of a command. */
    static String of(Exception failure) {
        if (failure instanceof ConfigurationRefused
                || failure instanceof DatabaseRefused
                || failure instanceof StartRefused
                || failure instanceof RedisCaches.Unusable) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof Refused refused) {
            return refused.refusal().detail();
        }
        return "This went wrong and should not have: " + firstLine(failure) + " (--verbose shows where).";
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .map(line -> line.replaceAll("\\.$", ""))
                .orElse(failure.getClass().getSimpleName());
    }
}
