package io.swaplane.benchmarks.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is measured is forwarding and programming as they should be; the speed is not judged here. */
class UpdateWhileForwardingTest {
    private static final int LABELS = 1_000;

    @Test
    void shouldForwardEveryPacketByAWholeEntryWhileLabelsAreUpdated() {
        final Rounds rounds = new Rounds(LABELS).run(2, TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(rounds.updatesPerSecond()).isPositive();
        assertThat(rounds.ratio()).isPositive();
        assertThat(rounds.json()).matches("\\{\"case\":\"update-while-forwarding\",\"labels\":1000,\"alone_ns\":[\\d.]+,"
            + "\"updated_ns\":[\\d.]+,\"ratio\":[\\d.]+,\"ratio_wall\":[\\d.]+,\"updates_per_s\":\\d+,\"rounds\":2\\}");
        assertThat(rounds.text()).contains("1,000 labels", "2 rounds");
    }

    @Test
    void shouldMeasureTheMemoryOfLabelsThatAreInTheTables() throws IOException {
        final LabelMemory memory = new LabelMemory(LABELS).run(3);
        assertThat(memory.json()).matches("\\{\"case\":\"memory-per-label\",\"labels\":1000,\"heap_octets\":-?[\\d.]+,"
            + "\"off_heap_octets\":-?[\\d.]+,\"rounds\":3\\}");
        assertThat(memory.text()).contains("1,000 labels");
    }

    @Test
    void shouldTellAPacketThatMetHalfOfAnUpdate() {
        assertThat(UpdatedRouter.belongTogether(1000, 0x10)).isTrue();
        assertThat(UpdatedRouter.belongTogether(1001, 0x11)).isTrue();
        assertThat(UpdatedRouter.belongTogether(1000, 0x11)).isFalse();
    }
}
