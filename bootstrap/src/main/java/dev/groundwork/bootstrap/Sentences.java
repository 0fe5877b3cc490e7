package dev.groundwork.bootstrap;

import dev.groundwork.bootstrap.configuration.ConfigurationRefused;
import dev.groundwork.cache.RedisCaches;
import dev.groundwork.db.DatabaseRefused;
import dev.groundwork.domain.Nearest;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
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
            if (!command.positionalParameters().isEmpty()) {
                // Without the word, which may be a password that was meant for somewhere else.
                return "The command " + command.qualifiedName() + " takes " + parameters(command)
                        + " and flags, and nothing else.";
            }
            return commands.isEmpty()
                    ? "The command " + command.qualifiedName() + " takes flags only, and no \"" + word + "\"."
                    : "There is no command \"" + word + "\"; did you mean \"" + Nearest.to(word, commands) + "\"?";
        }
        if (failure instanceof MissingParameterException missing
                && missing.getMissing().get(0) instanceof OptionSpec option) {
            return "A value is missing: " + option.longestName() + " " + option.paramLabel() + ".";
        }
        if (failure instanceof MissingParameterException) {
            return "The command " + command.qualifiedName() + " takes " + parameters(command) + ".";
        }
        return firstLine(failure) + ".";
    }

    private static String parameters(CommandSpec command) {
        return command.positionalParameters().stream()
                .map(PositionalParamSpec::paramLabel)
                .collect(Collectors.joining(" "));
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
            return switch (refused.refusal()) {
                case Refusal.Invalid invalid -> sentences(invalid.violations());
                case Refusal.Conflict conflict
                when !conflict.violations().isEmpty() -> sentences(conflict.violations());
                default -> refused.refusal().detail();
            };
        }
        return "This went wrong and should not have: " + firstLine(failure) + " (--verbose shows where).";
    }

    /** A line each, with the member's name where the detail is no sentence by itself. */
    private static String sentences(List<Violation> violations) {
        return violations.stream()
                .map(violation -> Character.isUpperCase(violation.detail().codePointAt(0))
                        ? violation.detail()
                        : "The value of " + violation.pointer().substring(1) + " " + violation.detail() + ".")
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .map(line -> line.replaceAll("\\.$", ""))
                .orElse(failure.getClass().getSimpleName());
    }
}
