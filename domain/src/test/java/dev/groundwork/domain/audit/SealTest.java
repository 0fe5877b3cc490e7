package dev.groundwork.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.audit.SealFault.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SealKeys KEYS = keys("k1");

    private static SealKeys keys(String... ids) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (String id : ids) {
            byte[] key = new byte[32];
            Arrays.fill(key, (byte) id.charAt(1));
            keys.put(id, key);
        }
        return new SealKeys(keys);
    }

    private static StoredEntry entry(long number, String action) {
        return new StoredEntry(number, NOON.plusSeconds(number), new TreeMap<>(Map.of("action", action)));
    }

    private static List<StoredEntry> entries(long first, long last) {
        List<StoredEntry> entries = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            entries.add(entry(number, "INSERT"));
        }
        return entries;
    }

    private static Block block(long number, List<StoredEntry> entries) {
        return new Block(
                number,
                entries.getLast().number(),
                NOON,
                NOON.plusSeconds(600),
                entries.stream().map(StoredEntry::sealed).toList());
    }

    private static Seal seal(@Nullable Seal last, List<StoredEntry> entries) {
        return Seal.of(block(last == null ? 1 : last.block().number() + 1, entries), last, KEYS);
    }

    private static @Nullable Kind kind(Optional<SealFault> fault) {
        return fault.map(SealFault::kind).orElse(null);
    }

    private static @Nullable Kind kind(Findings findings) {
        return findings.fault() == null ? null : findings.fault().kind();
    }

    private static long entry(Findings findings) {
        return Objects.requireNonNull(Objects.requireNonNull(findings.fault()).entry());
    }

    /** Computed by another program, from what RATIONALE.md says. */
    @Test
    void hashesAndSignsWhatIsWrittenDown() {
        StoredEntry entry = new StoredEntry(
                7,
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                new TreeMap<>(Map.of("actor", "system:ä", "action", "INSERT")));
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 1);
        Block block = new Block(1, 9, Instant.EPOCH, Instant.parse("2026-01-01T00:00:01Z"), List.of(entry.sealed()));

        Seal seal = Seal.of(block, null, new SealKeys(Map.of("k1", key)));

        assertThat(entry.sealed().digest())
                .hasToString("e25efded34461f6f556aec393996f3ec700dee59240912c96c651e4b8776e05f");
        assertThat(seal.hash()).hasToString("c6aa4d86d6b7e1c356e17f27f0e4aab81aa73c12b5d6342241330b3c222372b7");
        assertThat(seal.signature()).hasToString("787aa0e3193bdac9976191dbed744adba46cfd27f91b1a0d4c4460378c14fd0d");
    }

    @Test
    void noTwoRowsOfValuesHashAlike() {
        List<Map<String, String>> rows = List.of(
                Map.of(),
                Map.of("a", ""),
                Map.of("a", "b"),
                Map.of("ab", ""),
                Map.of("a", "", "b", ""),
                Map.of("a", "bc"),
                Map.of("ab", "c"),
                Map.of("a", "b", "c", ""));
        assertThat(rows.stream()
                        .map(row -> new StoredEntry(1, NOON, new TreeMap<>(row))
                                .sealed()
                                .digest()))
                .doesNotHaveDuplicates();
        assertThat(entry(1, "x").sealed().digest())
                .isNotEqualTo(entry(2, "x").sealed().digest());
        assertThat(new StoredEntry(1, NOON, new TreeMap<>()).sealed().digest())
                .isNotEqualTo(new StoredEntry(1, NOON.plusNanos(1000), new TreeMap<>())
                        .sealed()
                        .digest());
    }

    @Test
    void aChainFitsInItsOrderAndInNoOther() {
        Seal first = seal(null, entries(1, 3));
        Seal second = seal(first, entries(4, 5));
        Seal third = seal(second, entries(6, 9));

        assertThat(first.faultAfter(null, KEYS)).isEmpty();
        assertThat(second.faultAfter(first, KEYS)).isEmpty();
        assertThat(third.faultAfter(second, KEYS)).isEmpty();
        assertThat(kind(third.faultAfter(first, KEYS))).isEqualTo(Kind.SEAL_MISSING);
        assertThat(kind(second.faultAfter(null, KEYS))).isEqualTo(Kind.SEAL_MISSING);
        Seal moved = new Seal(block(2, entries(6, 9)), third.hash(), third.keyId(), third.signature());
        assertThat(kind(moved.faultAfter(first, KEYS))).isEqualTo(Kind.SEAL_CHANGED);
    }

    @Test
    void everyPartOfASealIsUnderItsHash() {
        Seal seal = seal(null, entries(1, 3));
        Block block = seal.block();
        List<SealedEntry> others = new ArrayList<>(block.entries());
        others.set(1, entry(2, "DELETE").sealed());
        for (Block changed : List.of(
                new Block(1, 4, block.since(), block.until(), block.entries()),
                new Block(1, 3, NOON.plusNanos(1), block.until(), block.entries()),
                new Block(1, 3, block.since(), NOON, block.entries()),
                new Block(1, 3, block.since(), block.until(), block.entries().subList(0, 2)),
                new Block(1, 3, block.since(), block.until(), others))) {
            assertThat(kind(new Seal(changed, seal.hash(), "k1", seal.signature()).faultAfter(null, KEYS)))
                    .isEqualTo(Kind.SEAL_CHANGED);
        }
        assertThat(kind(new Seal(block, seal.hash(), "k2", seal.signature()).faultAfter(null, KEYS)))
                .as("the key that it names")
                .isEqualTo(Kind.SEAL_CHANGED);
    }

    @Test
    void nobodySignsWithoutTheKey() {
        Block block = block(1, entries(1, 3));
        Digest hash = block.hashedAfter(Digest.NONE, "k1");
        Seal forged = new Seal(block, hash, "k1", new SealKeys(Map.of("k1", new byte[32])).sign(hash));

        assertThat(kind(forged.faultAfter(null, KEYS))).isEqualTo(Kind.SEAL_FORGED);
        assertThat(KEYS.signed(forged)).isFalse();
    }

    @Test
    void aKeyThatIsGoneLeavesTheHash() {
        Seal old = seal(null, entries(1, 3));
        SealKeys newer = keys("k2");

        assertThat(old.faultAfter(null, newer)).isEmpty();
        assertThat(newer.signed(old)).isFalse();
        assertThat(keys("k2", "k1").signed(old)).isTrue();
    }

    @Test
    void findsWhatWasChangedAddedRemovedOrMoved() {
        Seal seal = seal(null, entries(1, 5));
        List<StoredEntry> there = entries(1, 5);
        assertThat(Findings.in(seal, there, Instant.EPOCH)).isEqualTo(new Findings(5, 0, null));

        List<StoredEntry> changed = new ArrayList<>(there);
        changed.set(2, entry(3, "DELETE"));
        List<StoredEntry> redated = new ArrayList<>(there);
        redated.set(2, new StoredEntry(3, NOON, new TreeMap<>(Map.of("action", "INSERT"))));
        for (List<StoredEntry> found : List.of(changed, redated)) {
            Findings findings = Findings.in(seal, found, Instant.EPOCH);
            assertThat(kind(findings)).isEqualTo(Kind.ENTRY_CHANGED);
            assertThat(entry(findings)).isEqualTo(3);
        }

        List<StoredEntry> twice = new ArrayList<>(there);
        twice.add(2, entry(2, "INSERT"));
        assertThat(kind(Findings.in(seal, twice, Instant.EPOCH))).isEqualTo(Kind.ENTRY_ADDED);

        for (int gone = 0; gone < 5; gone++) {
            List<StoredEntry> fewer = new ArrayList<>(there);
            fewer.remove(gone);
            Findings findings = Findings.in(seal, fewer, Instant.EPOCH);
            assertThat(kind(findings)).isEqualTo(Kind.ENTRY_MISSING);
            assertThat(entry(findings)).isEqualTo(gone + 1);
        }
    }

    @Test
    void whatRetentionDroppedIsNoFaultAndNoExcuse() {
        Seal seal = seal(null, entries(1, 5));
        Instant end = NOON.plusSeconds(3);

        assertThat(Findings.in(seal, entries(3, 5), end)).isEqualTo(new Findings(3, 2, null));
        assertThat(Findings.in(seal, List.of(), NOON.plusSeconds(9))).isEqualTo(new Findings(0, 5, null));
        Findings excused = Findings.in(seal, entries(4, 5), end);
        assertThat(kind(excused)).isEqualTo(Kind.ENTRY_MISSING);
        assertThat(entry(excused)).isEqualTo(3);
    }

    @Test
    void anEntryThatClaimsToBeOlderThanItCanBeIsFoundSealedOrNot() {
        StoredEntry old = new StoredEntry(1, NOON.minusSeconds(61), new TreeMap<>());
        StoredEntry late = new StoredEntry(1, NOON.minusSeconds(59), new TreeMap<>());
        Seal seal = seal(null, List.of(old));

        assertThat(kind(Findings.in(seal, List.of(old), Instant.EPOCH))).isEqualTo(Kind.ENTRY_BACKDATED);
        assertThat(kind(Findings.in(seal(null, List.of(late)), List.of(late), Instant.EPOCH)))
                .isNull();
        assertThat(kind(Findings.unsealed(seal, old, 1))).isEqualTo(Kind.ENTRY_BACKDATED);
        assertThat(kind(Findings.unsealed(seal, entry(2, "x"), 1))).isEqualTo(Kind.ENTRY_UNNUMBERED);
        assertThat(Findings.unsealed(seal, entry(2, "x"), 2)).isEmpty();
    }

    @Test
    void saysWhereSealsWereCutOff() {
        List<StoredEntry> entries = List.of(entry(1, Findings.SEALS_CUT));
        assertThat(kind(Findings.in(seal(null, entries), entries, Instant.EPOCH)))
                .isEqualTo(Kind.SEALS_CUT);
    }
}
