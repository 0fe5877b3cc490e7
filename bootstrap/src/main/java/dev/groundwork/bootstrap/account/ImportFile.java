package dev.groundwork.bootstrap.account;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Nearest;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.access.ImportedAccount;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.Username;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A file of accounts, a JSON object a line (NDJSON). It is read from the front as often as needed, and never held as a whole. */
public final class ImportFile {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_SHOWN_NAME = 60;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Path path;
    private final Set<RoleName> roles;
    private final PasswordPolicy policy;
    private final LocalDate today;

    /**
     * @param roles those there are
     * @param today the day beyond which nobody can have been born
     */
    public ImportFile(Path path, Set<RoleName> roles, PasswordPolicy policy, LocalDate today) {
        this.path = path;
        this.roles = Set.copyOf(roles);
        this.policy = policy;
        this.today = today;
    }

    /** What is wrong with a line, by its number, which starts at 1. */
    public record Fault(long line, Violation violation) {
        public Fault {
            Objects.requireNonNull(violation);
        }

        @Override
        public String toString() {
            return "line " + line + ": " + (violation.pointer().isEmpty() ? "" : violation.pointer() + " ")
                    + violation.detail();
        }
    }

    /** A line, understood. */
    public record Entry(long line, ImportedAccount account) {
        public Entry {
            Objects.requireNonNull(account);
        }
    }

    /** Hears of faults as they are found. */
    @FunctionalInterface
    public interface FaultListener {
        void found(Fault fault);
    }

    /**
     * Looks at every line, and for addresses and verified usernames that are there twice.
     *
     * @param progress hears of each line's number
     * @return how many lines there are, blank ones left out
     * @throws IOException where the file can't be read
     */
    public long check(FaultListener faults, LongConsumer progress) throws IOException {
        long lines = 0;
        Set<Long> repeated;
        try (Repeats repeats = new Repeats();
                Lines file = Lines.open(path)) {
            while (file.advance()) {
                lines++;
                progress.accept(file.number());
                Optional<ImportedAccount> account = parse(file, faults);
                if (account.isPresent()) {
                    for (String key : keys(account.get()).values()) {
                        repeats.add(key);
                    }
                }
            }
            repeated = repeats.find();
        }
        if (!repeated.isEmpty()) {
            findRepeated(repeated, faults);
        }
        return lines;
    }

    /** By what an account may be there once only, by the member that says so. */
    private static Map<String, String> keys(ImportedAccount account) {
        Map<String, String> keys = new HashMap<>();
        keys.put("email", "address " + account.email().canonical());
        @Nullable Username username = account.profile().username();
        if (username != null && account.emailVerified()) {
            keys.put("username", "username " + username.canonical());
        }
        return keys;
    }

    private void findRepeated(Set<Long> repeated, FaultListener faults) throws IOException {
        Map<String, Long> firstLines = new HashMap<>();
        try (Lines file = Lines.open(path)) {
            while (file.advance()) {
                long number = file.number();
                parse(file, fault -> {})
                        .ifPresent(account -> keys(account).forEach((member, key) -> {
                            if (repeated.contains(Repeats.hash(key))) {
                                Long first = firstLines.putIfAbsent(key, number);
                                if (first != null) {
                                    faults.found(new Fault(
                                            number,
                                            new Violation("", "is the same as in line " + first).within(member)));
                                }
                            }
                        }));
            }
        }
    }

    /** Reads a checked file once more, to be closed. */
    public Entries entries() throws IOException {
        return new Entries(Lines.open(path));
    }

    /** The accounts of a file that was checked, in its order. */
    public final class Entries implements AutoCloseable {
        private final Lines file;

        private Entries(Lines file) {
            this.file = file;
        }

        /**
         * The next ones; none at the end.
         *
         * @throws IOException where the file can't be read, or is another than the one that was checked
         */
        public List<Entry> next(int max) throws IOException {
            List<Entry> batch = new ArrayList<>(max);
            while (batch.size() < max && file.advance()) {
                List<Fault> faults = new ArrayList<>();
                Optional<ImportedAccount> account = parse(file, faults::add);
                if (account.isEmpty()) {
                    throw new IOException("it was changed after it was checked (" + faults.getFirst() + ")");
                }
                batch.add(new Entry(file.number(), account.get()));
            }
            return batch;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private Optional<ImportedAccount> parse(Lines file, FaultListener faults) {
        List<Violation> violations = new ArrayList<>();
        ImportedAccount account = parse(file, violations);
        violations.forEach(violation -> faults.found(new Fault(file.number(), violation)));
        return violations.isEmpty() ? Optional.ofNullable(account) : Optional.empty();
    }

    private @Nullable ImportedAccount parse(Lines file, List<Violation> violations) {
        if (file.fault() != null) {
            violations.add(new Violation("", file.fault()));
            return null;
        }
        Map<?, ?> members;
        try {
            if (!(MAPPER.readValue(file.text(), Object.class) instanceof Map<?, ?> object)) {
                violations.add(new Violation("", "is no JSON object"));
                return null;
            }
            members = object;
        } catch (JacksonException e) {
            // Its message may repeat what stands there.
            violations.add(new Violation(
                    "",
                    "is no JSON object, or has a member twice (column "
                            + e.getLocation().getColumnNr() + ")"));
            return null;
        }
        return account(members, violations);
    }

    private @Nullable ImportedAccount account(Map<?, ?> object, List<Violation> violations) {
        Map<String, @Nullable Object> members = new HashMap<>();
        object.forEach((name, value) -> {
            members.put(String.valueOf(name), value);
            if (!ImportedAccount.MEMBERS.contains(String.valueOf(name))) {
                String near = Nearest.to(
                        String.valueOf(name),
                        ImportedAccount.MEMBERS.stream().sorted().toList());
                violations.add(new Violation("", "is not known; did you mean " + near + "?")
                        .within(printable(String.valueOf(name))));
            }
        });
        try {
            ImportedAccount account =
                    ImportedAccount.parse(Input.of(members), Argon2PasswordHasher::verifiable, policy, today);
            account.roles().stream()
                    .filter(role -> !roles.contains(role))
                    .forEach(role -> violations.add(new Violation("/roles", "There is no role " + role)));
            return account;
        } catch (Refused refused) {
            if (refused.refusal() instanceof Refusal.Invalid invalid) {
                violations.addAll(invalid.violations());
                return null;
            }
            throw refused;
        }
    }

    private static String printable(String name) {
        return name.codePoints()
                .limit(MAX_SHOWN_NAME)
                .map(c -> Character.isISOControl(c) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
