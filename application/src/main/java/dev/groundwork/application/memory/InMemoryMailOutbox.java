package dev.groundwork.application.memory;

import dev.groundwork.application.account.Letter;
import dev.groundwork.application.account.MailOutbox;
import dev.groundwork.domain.audit.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

final class InMemoryMailOutbox implements MailOutbox {
    private final Unit unit;

    InMemoryMailOutbox(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void add(Letter letter) {
        Tables tables = unit.asService();
        long id = tables.nextNumber();
        tables.mails.put(id, new WaitingLetter(id, letter, 0, unit.stamp(), null, null));
    }

    @Override
    public List<Claim> claim(int max, Instant now, Duration lease) {
        Table<Long, WaitingLetter> mails = unit.asService().mails;
        List<WaitingLetter> due = mails.rows().stream()
                .filter(waiting -> waiting.isDue(now))
                .sorted(Comparator.comparing(WaitingLetter::nextAttempt).thenComparingLong(WaitingLetter::id))
                .limit(max)
                .toList();
        due.forEach(waiting -> mails.put(waiting.id(), waiting.leased(now.plus(lease))));
        return due.stream()
                .map(waiting -> new Claim(waiting.id(), waiting.letter(), waiting.attempts()))
                .toList();
    }

    @Override
    public void delivered(long id) {
        Table<Long, WaitingLetter> mails = unit.asService().mails;
        mails.find(id).ifPresent(waiting -> mails.put(id, waiting.ended(true, unit.stamp())));
    }

    @Override
    public void postpone(long id, Instant next, String error) {
        Table<Long, WaitingLetter> mails = unit.asService().mails;
        mails.find(id).ifPresent(waiting -> mails.put(id, waiting.postponed(next)));
    }

    @Override
    public void giveUp(long id, String error) {
        Table<Long, WaitingLetter> mails = unit.asService().mails;
        mails.find(id).ifPresent(waiting -> {
            mails.put(id, waiting.ended(false, unit.stamp()));
            tellOfGivingUp(waiting.letter(), error);
        });
    }

    @Override
    public int removeDone(Instant delivered, Instant givenUp, int max) {
        return removeEnded(true, delivered, max) + removeEnded(false, givenUp, max);
    }

    private int removeEnded(boolean delivered, Instant before, int max) {
        Table<Long, WaitingLetter> mails = unit.asService().mails;
        List<Long> ended = mails.rows().stream()
                .filter(letter -> letter.wasEndedBefore(delivered, before))
                .map(WaitingLetter::id)
                .limit(max)
                .toList();
        ended.forEach(mails::remove);
        return ended.size();
    }

    private void tellOfGivingUp(Letter letter, String error) {
        new InMemoryActivityStore(unit)
                .record(Event.aboutUser(
                        "mail.given_up", letter.addressee(), Map.of("letter", letter.kind(), "error", error)));
    }
}
