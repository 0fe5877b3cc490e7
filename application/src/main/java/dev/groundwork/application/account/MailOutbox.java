package dev.groundwork.application.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Mails that wait to be sent: written in the unit that causes them, sent by background work on any node. As the service only. */
public interface MailOutbox {

    /**
     * A letter that one node has taken on.
     *
     * @param attempts how many tries went before
     */
    record Claim(long id, Letter letter, int attempts) {
        public Claim {
            Objects.requireNonNull(letter);
        }
    }

    /** Adds a letter, due at once. */
    void add(Letter letter);

    /**
     * Takes on letters that are due, the longest due first; no other node gets them before the lease is over.
     *
     * @param max the most letters to take
     * @param now what is due by then is due
     */
    List<Claim> claim(int max, Instant now, Duration lease);

    /** Done with: the letter was sent, or needs no sending any more. */
    void delivered(long id);

    /** Tries again later. */
    void postpone(long id, Instant next, String error);

    /** Never tries again; the audit trail keeps {@code mail.given_up} with the error. */
    void giveUp(long id, String error);

    /**
     * Removes letters that are done with.
     *
     * @param delivered those delivered before
     * @param givenUp those given up before
     * @param max the most of each to remove
     * @return how many went
     */
    int removeDone(Instant delivered, Instant givenUp, int max);
}
