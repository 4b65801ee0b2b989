package io.swaplane.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<Integer> timed = new ArrayList<>();
    private final Turns turns = new Turns(2, contestant -> {
        timed.add(contestant);
        return timed.size() * (contestant + 1);
    });

    @Test
    void shouldTimeEachOnceInARound() {
        turns.run(0);

        assertThat(timed).containsExactly(0, 1);
        assertThat(turns.rounds()).isEqualTo(1);
        assertThat(turns.median(0)).isEqualTo(1);
        assertThat(turns.median(1)).isEqualTo(4);
        assertThat(turns.medianRatio(1, 0)).isEqualTo(4);
    }

    @Test
    void shouldForgetTheWarmUp() {
        turns.warmUp(0);
        turns.run(0);

        assertThat(turns.rounds()).isEqualTo(1);
        assertThat(turns.median(0)).isEqualTo(3);
    }

    @Test
    void shouldLetTheOthersBeginInTurn() {
        while (turns.rounds() < 2) {
            timed.clear();
            turns.warmUp(0);
            turns.run(1_000_000);
        }

        assertThat(timed.subList(2, 6)).containsExactly(0, 1, 1, 0);
    }
}
