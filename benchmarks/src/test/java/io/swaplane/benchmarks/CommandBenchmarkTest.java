package io.swaplane.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.ForwardingWord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the benchmark measures is programming as it should be: every update is in the tables. */
class CommandBenchmarkTest {
    private static final int LABELS = 1000;

    @ParameterizedTest
    @EnumSource(CommandBenchmark.Way.class)
    void shouldHaveEveryUpdateInTheTables(final CommandBenchmark.Way way) throws Exception {
        final CommandBenchmark benchmark = new CommandBenchmark();
        benchmark.labels = LABELS;
        benchmark.way = way;
        benchmark.prepare();
        benchmark.update();
        benchmark.update();
        final int updates = 2 * CommandBenchmark.UPDATES;
        assertThat(benchmark.programmed()).isEqualTo(updates);
        for (int i = 0; i < LABELS; i++) {
            final int label = CommandBenchmark.FIRST_LABEL + i;
            final int round = updates / LABELS - (i < updates % LABELS ? 0 : 1);
            final long word = benchmark.conductor().tables().word(0, label);
            assertThat(ForwardingWord.outLabel(word)).isEqualTo(CommandBenchmark.outLabel(label, round));
            assertThat(ForwardingWord.nextHop(word)).isEqualTo(1 + (label + round) % CommandBenchmark.NEXT_HOPS);
        }
        benchmark.release();
    }
}
