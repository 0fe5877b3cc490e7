package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.account.Letter;
import dev.groundwork.application.account.MailOutbox.Claim;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.MailOutbox} promises. */
public interface MailOutboxContract extends StoreContract {
    /** Short, since these tests take on whatever letters of others are there too. */
    Duration LEASE = Duration.ofSeconds(10);

    /** More letters than ever wait. */
    int ALL = 100_000;

    @Test
    default void handsOutEachKindOfLetterAsItWasWritten() {
        User user = new Scene(work()).unverified(Profile.EMPTY);
        List<Letter> letters = List.of(
                new Letter.VerifyAddress(user.id(), user.email()),
                new Letter.AddressInUse(Fresh.email()),
                new Letter.VerifyAgain(Fresh.email()),
                new Letter.ResetPassword(Fresh.email()),
                new Letter.Invitation(user.id(), Fresh.email()),
                new Letter.PasswordChanged(Fresh.email()),
                new Letter.AddressChangeAsked(Fresh.email(), Fresh.email()));
        assertThat(letters).extracting(letter -> (Object) letter.getClass()).containsExactlyInAnyOrder((Object[])
                Letter.class.getPermittedSubclasses());
        letters.forEach(this::add);
        Instant now = soon();

        List<Claim> claims = work().in(Scene.system(), tx -> tx.mails().claim(ALL, now, LEASE));

        assertThat(claims)
                .filteredOn(claim -> letters.contains(claim.letter()))
                .allSatisfy(claim -> assertThat(claim.attempts()).isZero())
                .extracting(Claim::letter)
                .containsExactlyElementsOf(letters);
    }

    @Test
    default void writesALetterToTheAddressThatItNames() {
        User user = new Scene(work()).user();
        Letter other = new Letter.VerifyAddress(user.id(), Fresh.email());
        add(other);

        assertThat(claimOf(other, soon()).letter()).isEqualTo(other);
    }

    @Test
    default void handsOutNothingThatItsUnitDidNotKeep() {
        Letter letter = new Letter.AddressInUse(Fresh.email());

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    tx.mails().add(letter);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(claims(letter, soon())).isEmpty();
    }

    @Test
    default void handsOutALetterAgainOnceItsLeaseIsOver() {
        Letter letter = add(new Letter.AddressInUse(Fresh.email()));
        Instant now = soon();
        Claim first = claimOf(letter, now);

        assertThat(claims(letter, now.plus(LEASE).minusMillis(1))).isEmpty();
        assertThat(claims(letter, now.plus(LEASE))).containsExactly(first);
    }

    @Test
    default void handsOutEachLetterToOneOfTwenty() {
        Letter letter = add(new Letter.AddressInUse(Fresh.email()));
        Instant now = soon();

        List<List<Claim>> taken = Together.run(number -> claims(letter, now));

        assertThat(taken.stream().flatMap(Collection::stream)).hasSize(1);
    }

    @Test
    default void handsOutNoMoreThanWanted() {
        add(new Letter.AddressInUse(Fresh.email()));
        add(new Letter.AddressInUse(Fresh.email()));
        Instant now = soon();

        assertThat(work().<List<Claim>>in(Scene.system(), tx -> tx.mails().claim(1, now, LEASE)))
                .hasSize(1);
    }

    @Test
    default void handsOutTheLongestDueFirst() {
        Letter first = add(new Letter.AddressInUse(Fresh.email()));
        Letter second = add(new Letter.AddressInUse(Fresh.email()));
        Instant now = soon();

        List<Letter> claimed = work().in(Scene.system(), tx -> tx.mails().claim(ALL, now, LEASE)).stream()
                .map(Claim::letter)
                .filter(letter -> letter.equals(first) || letter.equals(second))
                .toList();

        assertThat(claimed).containsExactly(first, second);
    }

    @Test
    default void isDoneWithALetterThatWasDelivered() {
        Letter letter = add(new Letter.AddressInUse(Fresh.email()));
        Instant now = soon();
        Claim claim = claimOf(letter, now);

        work().run(Scene.system(), tx -> tx.mails().delivered(claim.id()));

        assertThat(claims(letter, now.plus(LEASE))).isEmpty();
    }

    @Test
    default void handsOutAPostponedLetterWhenItIsDueAgainAndCountsTheTry() {
        Letter letter = add(new Letter.AddressInUse(Fresh.email()));
        Instant now = soon();
        Claim claim = claimOf(letter, now);
        Instant next = now.plusSeconds(5);

        work().run(Scene.system(), tx -> tx.mails().postpone(claim.id(), next, "greylisted: Größe"));

        assertThat(claims(letter, next.minusMillis(1))).isEmpty();
        assertThat(claims(letter, next)).singleElement().satisfies(again -> {
            assertThat(again.id()).isEqualTo(claim.id());
            assertThat(again.attempts()).isEqualTo(1);
        });
    }

    @Test
    default void givesALetterUpForGoodAndTellsTheAuditTrail() {
        User user = new Scene(work()).unverified(Profile.EMPTY);
        Letter letter = add(new Letter.VerifyAddress(user.id(), user.email()));
        Instant now = soon();
        Claim claim = claimOf(letter, now);

        work().run(Scene.system(), tx -> tx.mails().giveUp(claim.id(), "no such mailbox"));

        assertThat(claims(letter, now.plus(LEASE))).isEmpty();
        List<Activity> history = work().in(
                        Scene.system(),
                        tx -> tx.activities().list("users", user.id().toString(), Page.Request.first()))
                .items();
        assertThat(history.get(0).action()).isEqualTo("mail.given_up");
        assertThat(history.get(0).changes()).containsEntry("error", new Activity.FieldChange(null, "no such mailbox"));
    }

    @Test
    default void removesWhatIsDoneWithAndOldEnough() {
        Instant start = soon();
        removed(start, start, ALL);
        Letter delivered = add(new Letter.AddressInUse(Fresh.email()));
        Letter late = add(new Letter.AddressInUse(Fresh.email()));
        Letter givenUp = add(new Letter.AddressInUse(Fresh.email()));
        Letter waiting = add(new Letter.AddressInUse(Fresh.email()));
        Instant before = work().in(Scene.system(), tx -> tx.now());
        Instant now = soon();
        List<Claim> claims = work().in(Scene.system(), tx -> tx.mails().claim(ALL, now, LEASE));
        work().run(Scene.system(), tx -> {
            tx.mails().delivered(idOf(delivered, claims));
            tx.mails().delivered(idOf(late, claims));
            tx.mails().giveUp(idOf(givenUp, claims), "no such mailbox");
        });

        assertThat(removed(before, before, ALL)).isZero();
        assertThat(removed(now, before, 1)).isEqualTo(1);
        assertThat(removed(now, before, ALL)).isEqualTo(1);
        assertThat(removed(before, now, ALL)).isEqualTo(1);
        assertThat(removed(now, now, ALL)).isZero();
        assertThat(claims(waiting, now.plus(LEASE))).hasSize(1);
    }

    private int removed(Instant delivered, Instant givenUp, int max) {
        return work().in(Scene.system(), tx -> tx.mails().removeDone(delivered, givenUp, max));
    }

    private static long idOf(Letter letter, List<Claim> claims) {
        return claims.stream()
                .filter(claim -> claim.letter().equals(letter))
                .map(Claim::id)
                .findFirst()
                .orElseThrow();
    }

    private <L extends Letter> L add(L letter) {
        work().run(Scene.system(), tx -> tx.mails().add(letter));
        return letter;
    }

    /** By when everything that was added so far is due, on whichever clock. */
    private Instant soon() {
        return work().in(Scene.system(), tx -> tx.now()).plusSeconds(1);
    }

    private Claim claimOf(Letter letter, Instant now) {
        List<Claim> claims = claims(letter, now);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    private List<Claim> claims(Letter letter, Instant now) {
        return work().in(Scene.system(), tx -> tx.mails().claim(ALL, now, LEASE)).stream()
                .filter(claim -> claim.letter().equals(letter))
                .toList();
    }
}
