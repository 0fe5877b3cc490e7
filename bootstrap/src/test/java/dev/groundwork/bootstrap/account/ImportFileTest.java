package dev.groundwork.bootstrap.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.bootstrap.account.ImportFile.Entries;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.PasswordPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportFileTest {
    private static final String BCRYPT = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    @TempDir
    Path folder;

    private final List<String> faults = new ArrayList<>();

    private ImportFile file(byte[] content) throws IOException {
        return new ImportFile(
                Files.write(folder.resolve("people.ndjson"), content),
                Set.of(RoleName.ADMIN),
                new PasswordPolicy(PasswordPolicy.DEFAULT_MIN_LENGTH, List.of()),
                LocalDate.of(2026, 1, 1));
    }

    private long check(String... lines) throws IOException {
        return file(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
                .check(fault -> faults.add(fault.toString()), line -> {});
    }

    @Test
    void findsNothingWrongWithAccountsOfEveryKind() throws IOException {
        assertThat(check(
                        "\uFEFF{\"email\": \"ada@example.org\", \"passwordHash\": \"" + BCRYPT
                                + "\", \"roles\": [\"admin\"]}",
                        "",
                        "{\"email\": \"eve@example.org\", \"username\": \"eve\", \"status\": \"suspended\"}\r",
                        "  "))
                .isEqualTo(2);
        assertThat(faults).isEmpty();
    }

    @Test
    void namesEveryFaultByLineAndPointer() throws IOException {
        check(
                "{\"email\": \"nobody\", \"dateOfBirth\": \"1800-01-01\"}",
                "{\"email\": \"a@example.org\"",
                "[]",
                "{\"email\": \"b@example.org\", \"roles\": [\"boss\"]}",
                "{\"email\": \"c@example.org\", \"password\": \"in clear\"}",
                "{\"email\": \"d@example.org\", \"email\": \"e@example.org\"}",
                "{\"email\": \"f@example.org\"} {}",
                "null");

        assertThat(faults)
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("line 1: /email must be"),
                        fault -> assertThat(fault).startsWith("line 1: /dateOfBirth must be"),
                        fault -> assertThat(fault).startsWith("line 2: is no JSON object"),
                        fault -> assertThat(fault).isEqualTo("line 3: is no JSON object"),
                        fault -> assertThat(fault).isEqualTo("line 4: /roles There is no role boss"),
                        fault -> assertThat(fault)
                                .isEqualTo("line 5: /password is not known; did you mean passwordHash?"),
                        fault -> assertThat(fault).startsWith("line 6: is no JSON object, or has a member twice"),
                        fault -> assertThat(fault).startsWith("line 7: is no JSON object"),
                        fault -> assertThat(fault).isEqualTo("line 8: is no JSON object"));
    }

    @Test
    void repeatsNoHash() throws IOException {
        check("{\"email\": \"a@example.org\", \"passwordHash\": \"$6$canary\"}", "{\"passwordHash\": \"canary}");

        assertThat(faults).hasSize(2).noneMatch(fault -> fault.contains("canary"));
    }

    @Test
    void findsAddressesAndVerifiedNamesThatAreThereTwice() throws IOException {
        check(
                "{\"email\": \"ada@example.org\", \"username\": \"Ada\", \"emailVerified\": true}",
                "{\"email\": \"ADA@example.org\"}",
                "{\"email\": \"b@example.org\", \"username\": \"ada\", \"emailVerified\": true}",
                "{\"email\": \"c@example.org\", \"username\": \"ada\"}");

        assertThat(faults)
                .containsExactly(
                        "line 2: /email is the same as in line 1", "line 3: /username is the same as in line 1");
    }

    @Test
    void isNotFilledByOneEndlessLineNorByBytesThatAreNoText() throws IOException {
        byte[] endless = new byte[200_000];
        java.util.Arrays.fill(endless, (byte) ' ');
        endless[100_000] = '\n';
        endless[100_001] = (byte) 0xFF;

        file(endless).check(fault -> faults.add(fault.toString()), line -> {});

        assertThat(faults).containsExactly("line 1: is longer than 65536 bytes", "line 2: is longer than 65536 bytes");
        faults.clear();
        file(new byte[] {(byte) 0xFF}).check(fault -> faults.add(fault.toString()), line -> {});
        assertThat(faults).containsExactly("line 1: is not UTF-8");
    }

    @Test
    void findsWhatIsThereTwiceAmongMillions() throws IOException {
        try (Repeats repeats = new Repeats()) {
            for (int i = 0; i < 2_500_000; i++) {
                repeats.add("thing " + (i == 2_400_000 ? 7 : i));
            }

            assertThat(repeats.find()).containsExactly(Repeats.hash("thing 7"));
        }
    }

    @Test
    void handsOutCheckedAccountsInBatchesAndNoOthers() throws IOException {
        String lines = String.join(
                "\n",
                IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> "{\"email\": \"p" + i + "@example.org\"}")
                        .toList());
        try (Entries entries = file(lines.getBytes(StandardCharsets.UTF_8)).entries()) {
            assertThat(entries.next(3)).extracting(entry -> entry.line()).containsExactly(1L, 2L, 3L);
            assertThat(entries.next(3)).hasSize(2);
            assertThat(entries.next(3)).isEmpty();
        }
        try (Entries entries = file("{}".getBytes(StandardCharsets.UTF_8)).entries()) {
            assertThatThrownBy(() -> entries.next(3))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("line 1");
        }
    }
}
