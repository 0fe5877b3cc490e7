package dev.groundwork.application.account;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailDeliveryTest {
    /** What goes wrong with the mails to come, one by one. */
    private final Deque<Throwable> troubles = new ArrayDeque<>();

    /** What was handed over, accepted or not. */
    private final List<Mail> tried = new ArrayList<>();

    private final World world = new World(ports -> ports.withMailer(this::send));
    private final MailDelivery delivery = world.groundwork().mailDelivery();

    private void send(Mail mail) throws IOException {
        tried.add(mail);
        Throwable trouble = troubles.poll();
        if (trouble instanceof IOException io) {
            throw io;
        }
        if (trouble instanceof Error death) {
            throw death;
        }
    }

    @Test
    void sendsALetterOnce() {
        register("ada@example.org");

        assertThat(delivery.deliverDue()).isEqualTo(1);
        assertThat(delivery.deliverDue()).isZero();
        assertThat(tried).hasSize(1);
    }

    @Test
    void triesAgainWithGrowingPauses() {
        register("ada@example.org");
        troubles.add(new IOException("greylisted"));
        troubles.add(new IOException("greylisted"));
        delivery.deliverDue();

        assertThat(triesWithin(Duration.ofSeconds(5).minusMillis(1))).isZero();
        assertThat(triesWithin(Duration.ofMillis(1))).isEqualTo(1);
        assertThat(triesWithin(Duration.ofSeconds(10).minusMillis(1))).isZero();
        assertThat(triesWithin(Duration.ofMillis(1))).isEqualTo(1);
        assertThat(triesWithin(Duration.ofDays(1))).isZero();
    }

    @Test
    void mintsAnotherLinkForAnotherTryAndVoidsTheFirst() {
        register("ada@example.org");
        troubles.add(new IOException("the answer was lost"));
        delivery.deliverDue();
        triesWithin(Duration.ofSeconds(5));

        assertThat(tried).hasSize(2);
        assertThatThrownBy(() -> world.groundwork().accounts().verifyEmail(ORIGIN, token(tried.get(0))))
                .satisfies(Refusals.areInvalidAt("/token"));
        assertThat(world.groundwork()
                        .accounts()
                        .verifyEmail(ORIGIN, token(tried.get(1)))
                        .emailVerified())
                .isTrue();
    }

    @Test
    void givesUpAfterThirtyTriesAndTellsTheAuditTrail() {
        register("ada@example.org");
        for (int i = 0; i < 40; i++) {
            troubles.add(new IOException("no such mailbox"));
        }

        for (int i = 0; i < 40; i++) {
            delivery.deliverDue();
            world.clock().advance(Duration.ofHours(1));
        }

        assertThat(tried).hasSize(30);
        User ada = world.ports()
                .work()
                .in(
                        new Actor.SystemActor("test", ORIGIN),
                        tx -> tx.users().findByEmail(new EmailAddress("ada@example.org")))
                .orElseThrow();
        Activity newest = world.history("users", ada.id().toString()).get(0);
        assertThat(newest.action()).isEqualTo("mail.given_up");
        assertThat(newest.changes()).containsEntry("error", new FieldChange(null, "no such mailbox"));
        assertThat(delivery.lettersGivenUp()).isEqualTo(1);
    }

    @Test
    void dropsADeliveredLetterAfterAWeekAndAGivenUpOneAfterAMonth() {
        register("ada@example.org");
        delivery.deliverDue();
        register("eve@example.org");
        for (int i = 0; i < 30; i++) {
            troubles.add(new IOException("no such mailbox"));
            delivery.deliverDue();
            world.clock().advance(Duration.ofHours(1));
        }
        world.clock().advance(Duration.ofDays(7).minusHours(31));
        assertThat(delivery.removeOld()).isZero();
        world.clock().advance(Duration.ofHours(2));
        assertThat(delivery.removeOld()).isEqualTo(1);
        world.clock().advance(Duration.ofDays(23));
        assertThat(delivery.removeOld()).isZero();
        world.clock().advance(Duration.ofHours(31));
        assertThat(delivery.removeOld()).isEqualTo(1);
    }

    @Test
    void sendsALetterAgainThatANodeDiedWith() {
        register("ada@example.org");
        troubles.add(new InternalError("the node dies"));
        assertThatThrownBy(delivery::deliverDue).hasMessage("the node dies");

        assertThat(triesWithin(Duration.ofMinutes(2).minusMillis(1))).isZero();
        assertThat(triesWithin(Duration.ofMillis(1))).isEqualTo(1);
    }

    @Test
    void sendsNoLinkThatNobodyNeedsAnyMore() {
        register("ada@example.org");
        delivery.deliverDue();
        world.groundwork().accounts().resendVerification(ORIGIN, new EmailAddress("ada@example.org"));
        world.groundwork().accounts().verifyEmail(ORIGIN, token(tried.get(0)));

        assertThat(delivery.deliverDue()).as("taken on").isEqualTo(1);

        assertThat(tried).hasSize(1);
        assertThat(delivery.deliverDue()).as("done with").isZero();
    }

    @Test
    void takesOnAFewLettersAtATime() {
        for (int i = 0; i < 25; i++) {
            register("person" + i + "@example.org");
        }

        assertThat(delivery.deliverDue()).isEqualTo(20);
        assertThat(delivery.deliverDue()).isEqualTo(5);
        assertThat(tried).extracting(Mail::to).doesNotHaveDuplicates().hasSize(25);
    }

    private void register(String email) {
        world.groundwork().accounts().register(ORIGIN, world.registration(email));
    }

    private int triesWithin(Duration time) {
        int before = tried.size();
        world.clock().advance(time);
        delivery.deliverDue();
        return tried.size() - before;
    }

    private static String token(Mail mail) {
        String after = mail.text().substring(mail.text().indexOf("?token=") + "?token=".length());
        return after.substring(0, after.indexOf('\n'));
    }
}
