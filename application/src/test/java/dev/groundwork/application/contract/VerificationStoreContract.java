package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.account.VerificationStore.Proof;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.VerificationStore} promises. */
public interface VerificationStoreContract extends StoreContract {
    /** When the links of these tests end. */
    Instant END = Instant.parse("2030-01-01T00:00:00Z");

    /** A moment before that. */
    Instant BEFORE = END.minusMillis(1);

    @Test
    default void givesWhatALinkProvesOnce() {
        Proof proof = proof();
        TokenHash token = replace(proof);

        assertThat(consume(token, BEFORE)).contains(proof);
        assertThat(consume(token, BEFORE)).isEmpty();
    }

    @Test
    default void givesItToOneOfTwenty() {
        TokenHash token = replace(proof());

        List<Boolean> given = Together.run(number -> consume(token, BEFORE).isPresent());

        assertThat(given).containsOnlyOnce(true);
    }

    @Test
    default void carriesTheAddressThatItProvesWhateverTheAccountsIs() {
        Proof proof = new Proof(proof().user(), Fresh.email());

        assertThat(consume(replace(proof), BEFORE)).contains(proof);
    }

    @Test
    default void knowsNoOtherLinks() {
        assertThat(consume(Fresh.token(), BEFORE)).isEmpty();
    }

    @Test
    default void letsALinkEndAtItsEnd() {
        TokenHash token = replace(proof());

        assertThat(consume(token, END)).isEmpty();
        assertThat(consume(token, BEFORE)).isPresent();
    }

    @Test
    default void knowsWhetherALinkWouldProveSomethingWithoutUsingItUp() {
        Proof proof = proof();
        assertThat(exists(proof, BEFORE)).isFalse();
        TokenHash token = replace(proof);

        assertThat(exists(proof, BEFORE)).isTrue();
        assertThat(exists(proof, END)).isFalse();
        assertThat(exists(new Proof(proof.user(), Fresh.email()), BEFORE))
                .as("another address")
                .isFalse();
        assertThat(exists(new Proof(proof().user(), proof.email()), BEFORE))
                .as("somebody else")
                .isFalse();
        consume(token, BEFORE);
        assertThat(exists(proof, BEFORE)).isFalse();
    }

    @Test
    default void knowsNoLinkThatWasVoided() {
        Proof proof = proof();
        replace(proof);
        work().run(Scene.system(), tx -> tx.verifications().voidAll(proof.user()));

        assertThat(exists(proof, BEFORE)).isFalse();
    }

    @Test
    default void voidsOlderLinksOfTheUserWithANewOne() {
        Proof proof = proof();
        TokenHash old = replace(proof);
        TokenHash others = replace(proof());
        TokenHash fresh = replace(proof);

        assertThat(consume(old, BEFORE)).isEmpty();
        assertThat(consume(fresh, BEFORE)).contains(proof);
        assertThat(consume(others, BEFORE)).as("somebody else's").isPresent();
    }

    @Test
    default void voidsAllLinksOfTheUser() {
        Proof proof = proof();
        TokenHash token = replace(proof);

        work().run(Scene.system(), tx -> tx.verifications().voidAll(proof.user()));

        assertThat(consume(token, BEFORE)).isEmpty();
    }

    @Test
    default void leavesALinkGoodWhereTheUnitThatUsedItFails() {
        TokenHash token = replace(proof());

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    assertThat(tx.verifications().consume(token, BEFORE)).isPresent();
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(consume(token, BEFORE)).isPresent();
    }

    @Test
    default void entersLinksIntoTheAuditTrailWithoutTheirTokens() {
        Proof proof = proof();
        TokenHash token = replace(proof);
        consume(token, BEFORE);

        List<Activity> history = work().in(
                        Scene.system(),
                        tx -> tx.activities()
                                .list("email_verification_tokens", proof.user().toString(), Page.Request.first()))
                .items();

        assertThat(history).extracting(Activity::action).containsExactly("UPDATE", "INSERT");
        assertThat(history.get(1).changes())
                .containsEntry("tokenHash", new FieldChange(null, "[secret]"))
                .containsEntry("email", new FieldChange(null, proof.email().value()));
        assertThat(history.get(0).changes()).containsOnlyKeys("used", "usedAt");
        assertThat(history.toString()).doesNotContain(token.value());
    }

    private Proof proof() {
        User user = new Scene(work()).unverified(Profile.EMPTY);
        return new Proof(user.id(), user.email());
    }

    private TokenHash replace(Proof proof) {
        TokenHash token = Fresh.token();
        work().run(Scene.system(), tx -> tx.verifications().replace(proof, token, END));
        return token;
    }

    private boolean exists(Proof proof, Instant now) {
        return work().<Boolean>in(Scene.system(), tx -> tx.verifications().exists(proof, now));
    }

    private Optional<Proof> consume(TokenHash token, Instant now) {
        return work().in(Scene.system(), tx -> tx.verifications().consume(token, now));
    }
}
