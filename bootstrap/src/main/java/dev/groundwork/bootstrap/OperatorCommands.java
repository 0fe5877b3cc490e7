package dev.groundwork.bootstrap;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.account.ChoiceLink;
import dev.groundwork.bootstrap.account.UserList;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.NewAccount;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.access.UserQuery;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.audit.AuditQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** Does what an operator asks for, with the same use cases as everybody's. */
final class OperatorCommands {
    private final Map<String, String> environment;
    private final PasswordInput passwords;
    private final PrintWriter out;
    private final PrintWriter err;

    OperatorCommands(Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.passwords = new PasswordInput(in);
        this.out = out;
        this.err = err;
    }

    private Operating operating(ParseResult words) {
        String command = words.commandSpec().qualifiedName().replaceFirst("^groundwork ", "");
        return new Operating(Grammar.settings(words, environment), command);
    }

    int list(ParseResult words) {
        UserQuery query = UserQuery.parse(Input.of(OperatorGrammar.members(words, OperatorGrammar.FILTERS)));
        int limit = words.matchedOptionValue(OperatorGrammar.LIMIT, Integer.MAX_VALUE);
        if (limit < 1) {
            throw new StartRefused("The value of " + OperatorGrammar.LIMIT + " must be at least 1.");
        }
        UserList list = new UserList(out);
        try (Operating system = operating(words)) {
            @Nullable String after = null;
            int left = limit;
            do {
                Page.Request request = new Page.Request(Math.min(left, Page.MAX_LIMIT), after);
                Page<User> page = system.groundwork().users().list(system.actor(), query, request);
                if (words.hasMatchedOption(OperatorGrammar.JSON)) {
                    list.json(page.items());
                } else {
                    list.table(page.items());
                }
                left -= page.items().size();
                after = page.next();
                // A pipe that was closed, such as by head, wants no more.
            } while (after != null && left > 0 && !system.isToStop() && !out.checkError());
        }
        return Commands.DONE;
    }

    int create(ParseResult words) throws IOException {
        String email = words.matchedPositionalValue(0, "");
        Optional<String> password = password(words, email);
        try (Operating system = operating(words)) {
            Groundwork groundwork = system.groundwork();
            Map<String, Object> members = OperatorGrammar.members(words, OperatorGrammar.NAMES);
            members.put("email", email);
            members.put("roles", words.matchedOptionValue(OperatorGrammar.ROLE, List.of()));
            members.put("emailVerified", words.hasMatchedOption(OperatorGrammar.VERIFIED));
            password.ifPresent(text -> members.put("password", text));
            NewAccount account = NewAccount.parse(
                    Input.of(members),
                    groundwork.passwords().policy(),
                    groundwork.accounts().today());
            boolean linked = password.isEmpty() && !words.hasMatchedOption(OperatorGrammar.MAIL);
            User user = linked
                    ? groundwork.users().createQuietly(system.actor(), account)
                    : groundwork.users().create(system.actor(), account);
            out.println("Made the account " + user.email() + " (" + user.id() + ").");
            if (linked) {
                print(system, user, groundwork.recovery().mintLink(system.actor(), user.id()));
            } else if (password.isEmpty() || !user.emailVerified()) {
                out.println("A mail with a link waits for a running server to send it.");
            }
        }
        return Commands.DONE;
    }

    /** Empty where its owner is to choose it. */
    private Optional<String> password(ParseResult words, String whose) throws IOException {
        List<String> ways =
                OperatorGrammar.WAYS_IN.stream().filter(words::hasMatchedOption).toList();
        if (ways.size() > 1) {
            throw new StartRefused("Give one of " + String.join(" and ", ways) + ", not both.");
        }
        if (ways.contains(OperatorGrammar.PASSWORD_STDIN)) {
            return Optional.of(passwords.fromStandardInput());
        }
        return ways.contains(OperatorGrammar.ASK_PASSWORD)
                ? Optional.of(passwords.fromTerminal(whose))
                : Optional.empty();
    }

    private void print(Operating system, User user, ChoiceLink link) {
        out.println(user.email() + " chooses a password here, once, until "
                + link.expiresAt().truncatedTo(ChronoUnit.SECONDS) + ":");
        out.println(system.publicUrl() + "/reset-password?token=" + link.token());
    }

    int suspend(ParseResult words) {
        UserStatus wanted = words.hasMatchedOption(OperatorGrammar.UNDO) ? UserStatus.ACTIVE : UserStatus.SUSPENDED;
        String status = wanted.name().toLowerCase(Locale.ROOT);
        try (Operating system = operating(words)) {
            User user = find(system, words);
            if (user.status() == wanted) {
                out.println(user.email() + " is " + status + " already.");
                return Commands.DONE;
            }
            ProfileChange nothing = ProfileChange.parse(
                    Input.of(Map.of()), system.groundwork().accounts().today());
            AccountChange change = new AccountChange(nothing, Change.none(), Change.to(wanted), Change.none());
            system.groundwork().users().change(system.actor(), user.id(), change, null);
            out.println(user.email() + " is " + status + " now.");
        }
        return Commands.DONE;
    }

    int resetPassword(ParseResult words) throws IOException {
        Optional<String> password = password(words, words.matchedPositionalValue(0, ""));
        try (Operating system = operating(words)) {
            User user = find(system, words);
            if (password.isPresent()) {
                system.groundwork().recovery().setPassword(system.actor(), user.id(), Password.parse(password.get()));
                out.println(user.email() + " has the new password, and was signed out everywhere.");
            } else if (words.hasMatchedOption(OperatorGrammar.MAIL)) {
                system.groundwork().recovery().sendLink(system.actor(), user.id());
                out.println("A mail to " + user.email() + " waits for a running server to send it.");
            } else {
                print(system, user, system.groundwork().recovery().mintLink(system.actor(), user.id()));
            }
        }
        return Commands.DONE;
    }

    int grant(ParseResult words) {
        String role = words.matchedPositionalValue(1, "");
        RoleName name = Input.text(RoleName::parse).read(role);
        try (Operating system = operating(words)) {
            Map<String, Object> members = OperatorGrammar.members(words, Map.of(OperatorGrammar.EXPIRES, "expiresAt"));
            @Nullable
            Instant end = Grant.parseEnd(
                    Input.of(members), system.groundwork().grants().now());
            User user = find(system, words);
            system.groundwork().grants().grant(system.actor(), user.id(), name, end);
            out.println(user.email() + " has the role " + name + " now, "
                    + (end == null ? "for good." : "until " + end + "."));
        }
        return Commands.DONE;
    }

    private static User find(Operating system, ParseResult words) {
        return system.groundwork().users().find(system.actor(), new Login(words.matchedPositionalValue(0, "")));
    }

    int importFile(ParseResult words) throws IOException {
        Path file = Path.of(words.matchedPositionalValue(0, ""));
        try (Operating system = operating(words)) {
            return new UserImport(system, out, err).run(file);
        }
    }

    int rotateKeys(ParseResult words) throws InterruptedException {
        try (Operating system = operating(words)) {
            return new KeyRotation(system, out, err).run();
        }
    }

    int verifyAudit(ParseResult words) {
        AuditQuery query = AuditQuery.parse(Input.of(
                OperatorGrammar.members(words, Map.of(OperatorGrammar.FROM, "from", OperatorGrammar.TO, "to"))));
        String expected = words.matchedOptionValue(OperatorGrammar.EXPECT, "");
        try (Operating system = operating(words)) {
            return new TrailCheck(system, out, err).run(query.from(), query.to(), expected);
        }
    }
}
