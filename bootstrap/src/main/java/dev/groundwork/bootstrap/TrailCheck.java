package dev.groundwork.bootstrap;

import static dev.groundwork.bootstrap.Progress.counted;
import static dev.groundwork.bootstrap.Progress.number;

import dev.groundwork.application.audit.AuditSeals;
import dev.groundwork.application.audit.SealVerification;
import dev.groundwork.domain.audit.Block;
import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.audit.SealFault;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares the audit trail with its seals, step by step, beside servers that go on. */
final class TrailCheck {
    private static final Pattern SEAL = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

    private final Operating system;
    private final PrintWriter out;
    private final PrintWriter err;

    TrailCheck(Operating system, PrintWriter out, PrintWriter err) {
        this.system = system;
        this.out = out;
        this.err = err;
    }

    /**
     * @param expected a seal that has to be there, as an earlier run printed it; empty for none
     * @return the exit code
     */
    int run(@Nullable Instant from, @Nullable Instant to, String expected) {
        AuditSeals seals = system.groundwork().auditSeals();
        Assembly.requireFittingKeys(system.groundwork());
        if (!expected.isEmpty() && !isThere(seals, expected)) {
            out.println("The seal " + expected + " is not there: it, and what it sealed, was cut off or replaced.");
            return Commands.REFUSED;
        }
        SealVerification check = seals.verify(system.actor(), from, to);
        Progress progress = new Progress(err);
        while (check.step()) {
            if (system.isToStop()) {
                err.println("Stopped after " + counted(check.entries(), "entry") + ", which fit.");
                return Commands.REFUSED;
            }
            progress.at(() -> counted(check.entries(), "entry") + " in " + counted(check.seals(), "seal") + " fit ("
                    + number(progress.perSecond(check.entries())) + " a second)");
        }
        check.fault().ifPresent(this::tell);
        tell(check);
        return check.fault().isPresent() ? Commands.REFUSED : Commands.DONE;
    }

    private boolean isThere(AuditSeals seals, String expected) {
        Matcher parts = SEAL.matcher(expected);
        if (!parts.matches()) {
            throw new StartRefused("The value of " + OperatorGrammar.EXPECT
                    + " must be a seal as an earlier run printed it: a number, a colon and 64 hexadecimal digits.");
        }
        return seals.find(system.actor(), Long.parseLong(parts.group(1)))
                .filter(seal -> seal.hash().toString().equals(parts.group(2)))
                .isPresent();
    }

    private void tell(SealFault fault) {
        String where = fault.seal() == 0 ? "Behind the last seal" : "At seal " + fault.seal();
        out.println(where + " (" + time(fault.since()) + " to " + time(fault.until())
                + ") the audit trail does not fit: " + fault.sentence() + ".");
    }

    private void tell(SealVerification check) {
        out.println(counted(check.entries(), "entry") + " in "
                + counted(check.seals(), "seal")
                + (check.fault().isPresent() ? " before that fit." : " fit."));
        if (check.dropped() > 0) {
            out.println("Dropped with their months by retention, as the trail says: " + number(check.dropped()) + ".");
        }
        if (check.fault().isEmpty()) {
            out.println("Not sealed yet: " + number(check.unsealed()) + ".");
            check.last().ifPresent(this::tellLast);
        }
    }

    private void tellLast(Seal seal) {
        Block block = seal.block();
        out.println("The last seal, of " + time(block.until()) + ", is " + block.number() + ":" + seal.hash());
    }

    private static String time(Instant time) {
        return time.equals(Instant.EPOCH) ? "the beginning" : time.toString();
    }
}
