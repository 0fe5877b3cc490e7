package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Ids;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link Ids} promises. */
public interface IdsContract {
    Ids ids();

    @Test
    default void givesEachIdOnceToWhicheverThread() {
        List<List<UUID>> given =
                Together.run(number -> Stream.generate(ids()::next).limit(500).toList());

        assertThat(given.stream().flatMap(Collection::stream).distinct()).hasSize(500 * Together.THREADS);
    }
}
