package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientWaitsTest {
    private final Deadlines deadlines = new Deadlines(Duration.ofMinutes(1));

    @Test
    void givesUpWhoeverHasWaitedLongestWhereThereIsNoRoom() {
        ClientWaits waits = new ClientWaits(2, Duration.ZERO);
        List<Deadlines.Deadline> clients = begin(waits, 3);
        assertThat(clients).extracting(Deadlines.Deadline::isOver).containsExactly(true, false, false);
        assertThat(Thread.interrupted()).as("its thread is woken").isTrue();
    }

    @Test
    void givesUpNobodyWhoHasJustBegun() {
        ClientWaits waits = new ClientWaits(2, Duration.ofMinutes(1));
        assertThat(begin(waits, 10)).noneMatch(Deadlines.Deadline::isOver);
    }

    @Test
    void hasRoomAgainOnceSomebodyWaitsNoMore() {
        ClientWaits waits = new ClientWaits(2, Duration.ZERO);
        Deadlines.Deadline gone = deadlines.begin();
        waits.begin(gone);
        waits.end(gone);
        assertThat(begin(waits, 2)).noneMatch(Deadlines.Deadline::isOver);
    }

    private List<Deadlines.Deadline> begin(ClientWaits waits, int clients) {
        List<Deadlines.Deadline> begun = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Deadlines.Deadline deadline = deadlines.begin();
            waits.begin(deadline);
            begun.add(deadline);
        }
        return begun;
    }
}
