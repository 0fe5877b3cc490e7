package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Randomness;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link Randomness} promises, as far as a test can see. */
public interface RandomnessContract {
    Randomness randomness();

    @Test
    default void givesAsManyBytesAsWanted() {
        assertThat(randomness().bytes(0)).isEmpty();
        assertThat(randomness().bytes(33)).hasSize(33);
    }

    @Test
    default void givesNothingTwice() {
        List<List<String>> given = Together.run(number ->
                Stream.generate(() -> randomness().token("t_", 128)).limit(500).toList());

        assertThat(given.stream().flatMap(Collection::stream).distinct()).hasSize(500 * Together.THREADS);
    }

    @Test
    default void writesATokenWithItsPrefixInBase64url() {
        assertThat(randomness().token("gwx_", 256)).matches("gwx_[A-Za-z0-9_-]{43}");
    }
}
