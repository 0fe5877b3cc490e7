package dev.groundwork.bootstrap;

import static dev.groundwork.bootstrap.Progress.counted;
import static dev.groundwork.bootstrap.Progress.number;

import dev.groundwork.application.access.Imports.Outcome;
import dev.groundwork.bootstrap.account.ImportFile;
import dev.groundwork.bootstrap.account.ImportFile.Entry;
import dev.groundwork.bootstrap.account.ImportFile.Fault;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes over the accounts of a file: looks at every line first, then writes batch by batch, each one transaction. */
final class UserImport {
    private static final int BATCH = 200;

    /** Who reads more than that reads a file, not a terminal. */
    private static final int MOST_FAULTS_SHOWN = 100;

    /** A database that fails over is back by then. */
    private static final int MAX_ATTEMPTS = 10;

    private final Operating system;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long faults;

    UserImport(Operating system, PrintWriter out, PrintWriter err) {
        this.system = system;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    int run(Path path) throws IOException {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new StartRefused("There is no file " + path + " that can be read.");
        }
        ImportFile file = new ImportFile(
                path,
                roles(),
                system.groundwork().passwords().policy(),
                system.groundwork().accounts().today());
        Progress checking = new Progress(err);
        long lines = file.check(this::report, line -> checking.at(() -> "Checked " + number(line) + " lines …"));
        if (faults > 0) {
            sayHowManyMore();
            err.println(counted(faults, "fault") + " in " + counted(lines, "line") + "; nothing was written.");
            return Commands.REFUSED;
        }
        write(file, lines);
        return outcomes.keySet().stream().anyMatch(UserImport::isRefusal) ? Commands.REFUSED : Commands.DONE;
    }

    private void sayHowManyMore() {
        if (faults > MOST_FAULTS_SHOWN) {
            err.println("… and " + number(faults - MOST_FAULTS_SHOWN) + " more.");
        }
    }

    private Set<RoleName> roles() {
        Set<RoleName> roles = new HashSet<>();
        @Nullable String after = null;
        do {
            Page<Role> page = system.groundwork().roles().list(system.actor(), new Page.Request(Page.MAX_LIMIT, after));
            page.items().forEach(role -> roles.add(role.name()));
            after = page.next();
        } while (after != null);
        return roles;
    }

    private void report(Fault fault) {
        faults++;
        if (faults <= MOST_FAULTS_SHOWN) {
            err.println(fault);
        }
    }

    private void write(ImportFile file, long lines) throws IOException {
        Progress progress = new Progress(err);
        long done = 0;
        try (ImportFile.Entries entries = file.entries()) {
            for (List<Entry> batch = entries.next(BATCH); !batch.isEmpty(); batch = entries.next(BATCH)) {
                if (system.isToStop()) {
                    err.println("Stopped; run the same command again to go on.");
                    break;
                }
                write(batch);
                done += batch.size();
                long now = done;
                progress.at(() -> number(now) + " of " + number(lines) + " lines: " + counts() + " ("
                        + number(progress.perSecond(now)) + " a second)");
            }
        } catch (Refused refused) {
            err.println(
                    number(done) + " of " + number(lines) + " lines are there; run the same command again to go on.");
            throw refused;
        }
        sayHowManyMore();
        out.println(number(done) + " of " + number(lines) + " lines: " + counts() + ".");
    }

    private void write(List<Entry> batch) {
        List<Outcome> results = patiently(batch);
        for (int i = 0; i < batch.size(); i++) {
            Outcome outcome = results.get(i);
            outcomes.merge(outcome, 1L, Long::sum);
            if (isRefusal(outcome)) {
                report(new Fault(
                        batch.get(i).line(),
                        outcome == Outcome.ADDRESS_TAKEN
                                ? new Violation("/email", "has an account already, which was not imported from it")
                                : new Violation("/username", "is taken")));
            }
        }
    }

    /** What failed for want of the database may be asked again: what it wrote after all is found there. */
    private List<Outcome> patiently(List<Entry> batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                return system.groundwork()
                        .imports()
                        .add(system.actor(), batch.stream().map(Entry::account).toList());
            } catch (Refused refused) {
                if (!(refused.refusal() instanceof Refusal.Unavailable unavailable)
                        || attempt == MAX_ATTEMPTS
                        || system.isToStop()) {
                    throw refused;
                }
                pause(unavailable, refused);
            }
        }
    }

    private static void pause(Refusal.Unavailable unavailable, Refused refused) {
        try {
            Thread.sleep(unavailable.retryAfter());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused;
        }
    }

    private static boolean isRefusal(Outcome outcome) {
        return switch (outcome) {
            case CREATED, THERE_ALREADY -> false;
            case ADDRESS_TAKEN, USERNAME_TAKEN -> true;
        };
    }

    private String counts() {
        long refused =
                outcomes.getOrDefault(Outcome.ADDRESS_TAKEN, 0L) + outcomes.getOrDefault(Outcome.USERNAME_TAKEN, 0L);
        return number(outcomes.getOrDefault(Outcome.CREATED, 0L)) + " created, "
                + number(outcomes.getOrDefault(Outcome.THERE_ALREADY, 0L)) + " there already, " + number(refused)
                + " refused";
    }
}
