package dev.groundwork.bootstrap.configuration;

import java.io.Serial;
import java.util.List;

/** A configuration that nothing can be started with; the message is every fault, a sentence and a line each. */
public final class ConfigurationRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ConfigurationRefused(List<String> faults) {
        super(String.join("\n", faults), null, false, false);
    }
}
