package dev.groundwork.application.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Policies;
import dev.groundwork.application.World;
import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.SealFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditSealsTest {
    private final World world = new World();
    private final AuditSeals seals = world.groundwork().auditSeals();
    private final Actor.User admin = world.administrator("ada@example.org");

    @Test
    void everythingEnteredIsSealedOnceAndFits() {
        int sealed = seals.seal();
        assertThat(sealed).isPositive();
        assertThat(seals.entriesSealed()).isEqualTo(sealed);
        assertThat(seals.seal()).isZero();
        enter(3);

        SealVerification check = verified(null, null);

        assertThat(check.fault()).isEmpty();
        assertThat(check.seals()).isEqualTo(1);
        assertThat(check.entries()).isEqualTo(sealed);
        assertThat(check.unsealed()).isEqualTo(3);
        assertThat(check.last().orElseThrow().block().number()).isEqualTo(1);
    }

    @Test
    void aBlockIsBounded() {
        seals.seal();
        enter(2 * AuditSeals.MOST_ENTRIES + 1);

        assertThat(seals.seal()).isEqualTo(2 * AuditSeals.MOST_ENTRIES + 1);

        assertThat(verified(null, null).seals()).isEqualTo(4);
    }

    @Test
    void looksAtAStretchOfTimeAndAtNothingElse() {
        seals.seal();
        Instant from = later();
        enter(5);
        seals.seal();
        later();
        enter(7);
        seals.seal();

        SealVerification check = verified(from, null);

        assertThat(check.fault()).isEmpty();
        assertThat(check.seals()).isEqualTo(2);
        assertThat(check.entries()).isEqualTo(12);
    }

    private Instant later() {
        world.clock().advance(Duration.ofHours(1));
        return world.clock().instant();
    }

    @Test
    void saysHowMuchWaitsUntilAnotherNodeIsAtIt() {
        assertThat(seals.waiting()).isEmpty();
        seals.seal();
        assertThat(seals.waiting()).hasValue(0);
        world.clock().advance(Duration.ofMinutes(3));
        assertThat(seals.waiting()).isEmpty();
    }

    @Test
    void isForThoseWhoMayReadTheTrail() {
        Actor.User eve = world.signedIn("eve@example.org");
        assertThatThrownBy(() -> seals.verify(eve, null, null)).satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> seals.verify(new Actor.Anonymous(World.ORIGIN), null, null))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void oldSealsAreProvedByLaterOnesOnceTheirKeyIsGone() {
        under("old").seal();
        AuditSeals both = under("new", "old");
        enter(1);
        both.seal();

        assertThat(verified(under("new"), null, null).fault()).isEmpty();
        assertThat(verified(under("old"), null, null).fault().orElseThrow().kind())
                .as("the new one's")
                .isEqualTo(SealFault.Kind.SEAL_UNKNOWN);
    }

    @Test
    void beforeAKeyGoesTheLastSealIsUnderTheNextOne() {
        under("old").seal();

        under("new", "old").signUnderCurrentKey();
        under("new", "old").signUnderCurrentKey();

        SealVerification check = verified(under("new"), null, null);
        assertThat(check.fault()).isEmpty();
        assertThat(check.seals()).isEqualTo(2);
        enter(1);
        assertThat(under("new").seal()).isEqualTo(1);
    }

    /** Else whoever has no key would put a seal of their own there, and wait for it to be vouched for. */
    @Test
    void buildsOnNoSealThatItCanNotTell() {
        under("old").seal();
        enter(1);

        assertThatThrownBy(() -> under("new").seal())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"old\"");
        assertThatThrownBy(() -> under("new").signUnderCurrentKey()).isInstanceOf(IllegalStateException.class);
    }

    private AuditSeals under(String... ids) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (String id : ids) {
            byte[] key = new byte[ColumnCipher.KEY_BYTES];
            Arrays.fill(key, (byte) id.charAt(0));
            keys.put(id, key);
        }
        Policies policies = world.policies();
        ColumnCipher cipher = new ColumnCipher(keys, world.ports().randomness());
        return new AuditSeals(world.ports(), Policies.usual(policies.publicUrl(), policies.signer(), cipher));
    }

    private void enter(int entries) {
        for (int i = 0; i < entries; i++) {
            world.groundwork().auditTrail().denied(admin, "GET /");
        }
    }

    private SealVerification verified(@Nullable Instant from, @Nullable Instant to) {
        return verified(seals, from, to);
    }

    private SealVerification verified(AuditSeals under, @Nullable Instant from, @Nullable Instant to) {
        SealVerification check = under.verify(admin, from, to);
        while (check.step()) {
            // until its end
        }
        return check;
    }
}
