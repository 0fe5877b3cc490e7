package dev.groundwork.application.memory;

import dev.groundwork.application.Ports;
import dev.groundwork.application.contract.FirstLineContract;
import org.junit.jupiter.api.Nested;

/** The in-memory adapters keep what every adapter promises. */
class InMemoryContractTest {
    private final Ports ports = new InMemory().groundwork().ports();

    @Nested
    class TheFirstLine implements FirstLineContract {
        @Override
        public Ports ports() {
            return ports;
        }
    }
}
