package dev.groundwork.application.access;

import static dev.groundwork.application.stage.Stage.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.access.ColumnCipher.Sealed;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.Ssn;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The encrypted column. */
class SsnVaultTest {
    private static final Ssn NUMBER = Ssn.parse("123-45-6789");
    private static final Actor SYSTEM = new Actor.SystemActor("test", Origin.internal("test"));

    private final Stage stage = new Stage();
    private final User ada = stage.person("ada@example.org");
    private final Actor.User actor = stage.as(ada);
    private final byte[] oldKey = stage.ports().randomness().bytes(ColumnCipher.KEY_BYTES);
    private final byte[] newKey = stage.ports().randomness().bytes(ColumnCipher.KEY_BYTES);

    @Test
    void keepsANumberUntilItIsRemoved() {
        SsnVault vault = stage.groundwork().ssns();
        Stage.refused(Refusal.NotFound.class, () -> vault.own(actor));

        assertThat(vault.put(actor, NUMBER, null).first()).isTrue();
        assertThat(vault.put(actor, Ssn.parse("987654321"), null).first()).isFalse();

        assertThat(vault.own(actor).number()).isEqualTo(Ssn.parse("987654321"));
        vault.remove(actor, null);
        Stage.refused(Refusal.NotFound.class, () -> vault.own(actor));
        Stage.refused(Refusal.NotFound.class, () -> vault.remove(actor, null));
    }

    @Test
    void isReadWholeByWhoMayAndEachReadingIsToldToTheAuditTrail() {
        SsnVault vault = stage.groundwork().ssns();
        vault.put(actor, NUMBER, null);
        Actor.User reader = stage.as(stage.person("r@example.org", stage.role("reader", Permission.USERS_READ_SSN)));

        assertThat(vault.read(reader, ada.id())).isEqualTo(NUMBER);
        assertThat(vault.read(reader, ada.id())).isEqualTo(NUMBER);

        assertThat(stage.history(ada))
                .filteredOn(it -> it.action().equals("ssn.read"))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.isBy(reader.id())).isTrue());
        Stage.refused(Refusal.Forbidden.class, () -> vault.read(actor, ada.id()));
        Stage.refused(Refusal.NotFound.class, () -> vault.read(reader, reader.id()));
        stage.set(ada, UserStatus.DELETED);
        Stage.refused(Refusal.NotFound.class, () -> vault.read(OPERATOR, ada.id()));
    }

    @Test
    void showsItselfNowhere() {
        stage.groundwork().ssns().put(actor, NUMBER, null);

        assertThat(stage.history(ada).toString()).doesNotContain("6789").contains("encryptedSsn");
        assertThat(sealed(ada).toString()).doesNotContain("6789");
        assertThat(new String(sealed(ada).bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("6789");
    }

    @Test
    void sealsTheSameNumberAnewEachTime() {
        stage.groundwork().ssns().put(actor, NUMBER, null);
        byte[] first = sealed(ada).bytes();
        stage.groundwork().ssns().put(actor, NUMBER, null);

        assertThat(sealed(ada).bytes()).isNotEqualTo(first);
    }

    @Test
    void opensNoNumberThatWasMovedToAnother() {
        stage.groundwork().ssns().put(actor, NUMBER, null);
        User eve = stage.person("eve@example.org");
        Sealed stolen = sealed(ada);
        stage.work().run(SYSTEM, tx -> tx.ssns().put(eve.id(), stolen));

        assertThatThrownBy(() -> stage.groundwork().ssns().own(stage.as(eve)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("6789");
    }

    @Test
    void opensNothingWithoutTheKeyThatSealedIt() {
        with(Map.of("old", oldKey)).ssns().put(actor, NUMBER, null);

        assertThatThrownBy(() -> with(Map.of("new", newKey)).ssns().own(actor)).hasMessageContaining("\"old\"");
        assertThatThrownBy(() -> with(Map.of("old", newKey)).ssns().own(actor))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sealsAnewUnderTheCurrentKeyBatchByBatchAndGoesOnWhereItStopped() {
        Groundwork before = with(Map.of("old", oldKey));
        for (int i = 0; i < 150; i++) {
            User user = stage.person("person" + i + "@example.org");
            Sealed number =
                    new ColumnCipher(Map.of("old", oldKey), stage.ports().randomness()).seal(user.id(), NUMBER.value());
            stage.work().run(SYSTEM, tx -> tx.ssns().put(user.id(), number));
        }
        before.ssns().put(actor, NUMBER, null);
        Map<String, byte[]> keys = new LinkedHashMap<>();
        keys.put("new", newKey);
        keys.put("old", oldKey);

        Groundwork rotating = with(keys);
        assertThat(rotating.ssns().countUnderOlderKeys()).isEqualTo(151);
        assertThat(rotating.ssns().rotateBatch()).isEqualTo(100);
        assertThat(rotating.ssns().own(actor).number()).isEqualTo(NUMBER);
        assertThat(with(keys).ssns().rotateBatch()).isEqualTo(51);
        assertThat(with(keys).ssns().rotateBatch()).isZero();

        Groundwork after = with(Map.of("new", newKey));
        assertThat(after.ssns().countUnderOlderKeys()).isZero();
        assertThat(after.ssns().own(actor).number()).isEqualTo(NUMBER);
    }

    @Test
    void retiresAnOlderKeyOnceNothingIsStoredUnderIt() {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        keys.put("new", newKey);
        keys.put("old", oldKey);
        Groundwork before = with(Map.of("old", oldKey));
        reconcile(before);
        before.ssns().put(actor, NUMBER, null);
        Groundwork rotating = with(keys);
        reconcile(rotating);

        assertThat(rotating.ssns().retireOlderKeys()).isEmpty();
        rotating.ssns().rotateBatch();
        assertThat(rotating.ssns().retireOlderKeys()).containsExactly("old");
        assertThat(rotating.ssns().retireOlderKeys()).isEmpty();

        assertThat(reconcile(with(Map.of("new", newKey)))).isEmpty();
    }

    @Test
    void bringsARetiredKeyBackWhereAServerStillWritesUnderIt() {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        keys.put("new", newKey);
        keys.put("old", oldKey);
        Groundwork late = with(Map.of("old", oldKey));
        reconcile(late);
        reconcile(with(keys));
        with(keys).ssns().retireOlderKeys();

        late.ssns().put(actor, NUMBER, null);

        assertThat(reconcile(with(Map.of("new", newKey))))
                .singleElement()
                .asString()
                .contains("\"old\"");
    }

    private static List<String> reconcile(Groundwork groundwork) {
        return groundwork
                .encryptionKeys()
                .reconcile(groundwork.policies().cipher().checkValues());
    }

    private Sealed sealed(User user) {
        return stage.work().in(SYSTEM, tx -> tx.ssns().find(user.id())).orElseThrow();
    }

    private Groundwork with(Map<String, byte[]> keys) {
        Policies usual = stage.groundwork().policies();
        return stage.under(Policies.usual(
                usual.publicUrl(),
                usual.signer(),
                new ColumnCipher(keys, stage.ports().randomness())));
    }
}
