package dev.groundwork.bootstrap;

import java.io.Serial;

/** A command that cannot be carried out; the message is one sentence that says what to do. */
final class CommandRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CommandRefused(String sentence) {
        super(sentence);
    }
}
