package dev.groundwork.bootstrap;

import java.io.Serial;

/** A start that can't succeed; the message is one sentence that names the setting or server and says what to do. */
public final class StartRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public StartRefused(String sentence) {
        super(sentence);
    }

    public StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
