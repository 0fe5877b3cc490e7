package dev.groundwork.bootstrap;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The words of the commands for the day when nobody can sign in. Their members are the API's, as flags. */
final class OperatorGrammar {
    static final String JSON = "--json";
    static final String LIMIT = "--limit";
    static final String ROLE = "--role";
    static final String VERIFIED = "--verified";
    static final String UNDO = "--undo";
    static final String EXPIRES = "--expires";
    static final String MAIL = "--mail";
    static final String ASK_PASSWORD = "--ask-password";
    static final String PASSWORD_STDIN = "--password-stdin";
    static final String FROM = "--from";
    static final String TO = "--to";
    static final String EXPECT = "--expect";

    /** The ways in which somebody may come by a password; without one of them a link is printed. */
    static final List<String> WAYS_IN = List.of(MAIL, ASK_PASSWORD, PASSWORD_STDIN);

    static final Map<String, String> FILTERS = Map.of("--status", "status", ROLE, "role", "--q", "q", "--sort", "sort");
    static final Map<String, String> NAMES =
            Map.of("--username", "username", "--first-name", "firstName", "--last-name", "lastName");

    private static final String WHO = "<email>";

    private OperatorGrammar() {}

    static void addTo(CommandSpec root, OperatorCommands commands, Collection<String> words) {
        CommandSpec users =
                Grammar.command("users", "Looks after accounts, for the day when nobody can sign in.", null);
        describe(
                users,
                "Works on the database of the server that runs here, or of the settings.",
                "The audit trail says that the command line did it, and which account of this machine.");
        for (CommandSpec command : List.of(
                list(commands, words),
                create(commands, words),
                suspend(commands, words),
                resetPassword(commands, words),
                grant(commands, words),
                importing(commands, words))) {
            Grammar.add(users, command);
        }
        Grammar.add(root, users);
        CommandSpec keys = Grammar.command("keys", "Looks after the keys of the encrypted column.", null);
        Grammar.add(keys, rotate(commands, words));
        Grammar.add(root, keys);
        CommandSpec audit = Grammar.command("audit", "Looks after the audit trail.", null);
        Grammar.add(audit, verify(commands, words));
        Grammar.add(root, audit);
    }

    private static CommandSpec list(OperatorCommands commands, Collection<String> words) {
        return operating(words, "list", "Lists accounts.", commands::list)
                .addOption(valued("--status", "<status>", "Only these: active, inactive, suspended or deleted."))
                .addOption(valued(ROLE, "<role>", "Only those who have the role now."))
                .addOption(valued("--q", "<text>", "Only those with this text in address, username or name."))
                .addOption(valued(
                        "--sort",
                        "<field>",
                        "By email, username, createdAt or lastLoginAt; with - before it for descending."))
                .addOption(OptionSpec.builder(LIMIT)
                        .type(Integer.class)
                        .paramLabel("<number>")
                        .description("As many at most; all without it.")
                        .build())
                .addOption(flag(JSON, "A JSON object a line, with the names of the API."));
    }

    private static CommandSpec create(OperatorCommands commands, Collection<String> words) {
        CommandSpec create = operating(words, "create", "Makes an account.", commands::create)
                .addPositional(parameter(0, WHO, "The address."))
                .addOption(valued("--username", "<name>", "The username."))
                .addOption(valued("--first-name", "<name>", "The first name."))
                .addOption(valued("--last-name", "<name>", "The last name."))
                .addOption(OptionSpec.builder(ROLE)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel("<role>")
                        .description("A role beside the one that everybody has, such as admin; may be repeated.")
                        .build())
                .addOption(flag(VERIFIED, "Takes the address for proven, so that no mail is needed to sign in."));
        describe(
                create,
                "Prints a link at which its owner chooses a password, once and within 24 hours, unless told else:");
        return withWaysIn(create);
    }

    private static CommandSpec suspend(OperatorCommands commands, Collection<String> words) {
        return operating(
                        words,
                        "suspend",
                        "Suspends an account: sessions, API tokens and links end at once.",
                        commands::suspend)
                .addPositional(parameter(0, WHO, "The address, or the username."))
                .addOption(flag(UNDO, "Makes a suspended account active again."));
    }

    private static CommandSpec resetPassword(OperatorCommands commands, Collection<String> words) {
        CommandSpec reset = operating(words, "reset-password", "Lets somebody in again.", commands::resetPassword)
                .addPositional(parameter(0, WHO, "The address, or the username."));
        describe(
                reset,
                "Prints a link at which the account's owner chooses a new password, once and within an hour, unless told",
                "else. The old password counts until then; a new one signs everybody out.");
        return withWaysIn(reset);
    }

    private static CommandSpec withWaysIn(CommandSpec spec) {
        return spec.addOption(flag(MAIL, "Mails the link instead; a running server sends it."))
                .addOption(flag(ASK_PASSWORD, "Asks for the password at the terminal, without showing it."))
                .addOption(flag(PASSWORD_STDIN, "Reads the password from the standard input."));
    }

    private static CommandSpec grant(OperatorCommands commands, Collection<String> words) {
        return operating(words, "grant", "Gives somebody a role.", commands::grant)
                .addPositional(parameter(0, WHO, "The address, or the username."))
                .addPositional(parameter(1, "<role>", "The role, such as admin."))
                .addOption(
                        valued(EXPIRES, "<time>", "When it ends, such as 2027-01-31T12:00:00Z; without it, it stays."));
    }

    private static CommandSpec importing(OperatorCommands commands, Collection<String> words) {
        CommandSpec importing = operating(words, "import", "Takes over accounts from elsewhere.", commands::importFile)
                .addPositional(parameter(0, "<file>", "A JSON object a line."));
        describe(
                importing,
                "Each line has the members of POST /v1/users, but passwordHash for password: an Argon2, bcrypt, scrypt or",
                "PBKDF2 hash in its usual notation, or none. For example:",
                "  {\"email\":\"ada@example.org\",\"emailVerified\":true,\"passwordHash\":\"$2b$12$…\",\"roles\":[\"admin\"]}",
                "Every line is checked before the first is written. Whatever ends it, even kill -9, run the same again: lines",
                "that are there already are passed over. Nobody is written to. The session secret must stay the same meanwhile.");
        return importing;
    }

    private static CommandSpec rotate(OperatorCommands commands, Collection<String> words) {
        CommandSpec rotate = operating(
                words,
                "rotate",
                "Encrypts anew, under the first key, what older keys encrypted.",
                commands::rotateKeys);
        describe(
                rotate,
                "First put the new key before the old one in GROUNDWORK_ENCRYPTION_KEY (new:…,old:…) and start every server",
                "with both. This may run beside them, be stopped (Ctrl-C) and started again. At its end, the old keys are",
                "retired: servers then start without them.");
        return rotate;
    }

    private static CommandSpec verify(OperatorCommands commands, Collection<String> words) {
        CommandSpec verify = operating(
                        words,
                        "verify",
                        "Compares the audit trail with its seals, and names the first thing that does not fit.",
                        commands::verifyAudit)
                .addOption(valued(FROM, "<time>", "Only what was sealed since, such as 2027-01-31T12:00:00Z."))
                .addOption(valued(TO, "<time>", "Only what was written before; without what is not sealed yet."))
                .addOption(valued(
                        EXPECT,
                        "<number>:<hash>",
                        "A last seal that an earlier run printed: it has to be there still."));
        describe(
                verify,
                "An entry that was changed, removed or put in later, even by a superuser, does not fit; nor does a seal. Changes",
                "nothing, and may run beside servers. Ends with 1 where something does not fit.");
        return verify;
    }

    private static CommandSpec operating(
            Collection<String> words, String name, String description, Grammar.Action action) {
        CommandSpec spec = Grammar.withSettings(words, Grammar.command(name, description, action), true);
        spec.usageMessage().footer("", "Every setting of ./groundwork serve is a flag here too.");
        return spec;
    }

    private static void describe(CommandSpec spec, String... more) {
        String[] first = spec.usageMessage().description();
        String[] all = new String[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        for (int i = 0; i < more.length; i++) {
            all[first.length + i] = more[i].replace("%", "%%");
        }
        spec.usageMessage().description(all);
    }

    private static OptionSpec valued(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name).description(description).build();
    }

    private static PositionalParamSpec parameter(int index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .type(String.class)
                .paramLabel(label)
                .required(true)
                .description(description)
                .build();
    }

    /** What these flags say, by the API's names. */
    static Map<String, Object> members(ParseResult words, Map<String, String> flags) {
        Map<String, Object> members = new HashMap<>();
        flags.forEach((flag, member) -> {
            String value = words.matchedOptionValue(flag, (String) null);
            if (value != null) {
                members.put(member, value);
            }
        });
        return members;
    }
}
