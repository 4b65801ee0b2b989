package io.swaplane.io.pcap;

import static io.swaplane.io.pcap.CaptureBytes.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaptureScheduleTest {
    private final List<Capture> captures = new ArrayList<>();

    /** A capture with packets at these times; a negative time is a snapped packet at its absolute value. */
    private void capture(final long... times) {
        final List<PcapPacket> packets = new ArrayList<>();
        for (final long time : times) {
            packets.add(new PcapPacket(Math.abs(time), time < 0 ? 1500 : 20, frame(20, 1)));
        }
        captures.add(Capture.of(packets));
    }

    @AfterEach
    void close() {
        captures.forEach(Capture::close);
    }

    private static List<String> runs(final CaptureSchedule schedule) {
        final List<String> runs = new ArrayList<>();
        for (int run = 0; run < schedule.runs(); run++) {
            runs.add(schedule.port(run) + ":" + schedule.from(run) + "-" + schedule.to(run) + (schedule.isSnapped(run) ? " snapped" : ""));
        }
        return runs;
    }

    @Test
    void shouldMakeRunsOfConsecutivePacketsOfOnePort() {
        capture(1, 2, 5, 6);
        capture();
        capture(3, 4, 9);

        final CaptureSchedule schedule = new CaptureSchedule(captures);

        assertThat(runs(schedule)).containsExactly("0:0-2", "2:0-2", "0:2-4", "2:2-3");
        assertThat(schedule.packets()).isEqualTo(7);
    }

    @Test
    void shouldTakePacketsOfTheSameTimeInTheOrderOfTheirPorts() {
        capture(1, 7, 7, 8);
        capture(7, 7, 7);
        capture(7, 8);

        assertThat(runs(new CaptureSchedule(captures))).containsExactly("0:0-3", "1:0-3", "2:0-1", "0:3-4", "2:1-2");
    }

    @Test
    void shouldKeepSnappedPacketsInRunsOfTheirOwn() {
        capture(1, -2, -3, 4, -9);
        capture(-5);

        assertThat(runs(new CaptureSchedule(captures)))
            .containsExactly("0:0-1", "0:1-3 snapped", "0:3-4", "1:0-1 snapped", "0:4-5 snapped");
    }

    @Test
    void shouldHaveNoRunsWhenNothingWasCaptured() {
        capture();
        assertThat(new CaptureSchedule(captures).runs()).isZero();
        assertThat(new CaptureSchedule(List.of()).runs()).isZero();
    }

    private record Entry(int port, int index, long time, boolean snapped) { }

    @Test
    void shouldOrderRandomCapturesAsAStableSortDoes() {
        final Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            close();
            captures.clear();
            final List<Entry> expected = new ArrayList<>();
            for (int port = 0; port < 1 + random.nextInt(5); port++) {
                capture(random.longs(random.nextInt(40), 1, 30).sorted().map(time -> random.nextInt(4) == 0 ? -time : time).toArray());
                for (int i = 0; i < captures.get(port).size(); i++) {
                    expected.add(new Entry(port, i, captures.get(port).timestamp(i), captures.get(port).isSnapped(i)));
                }
            }
            expected.sort(Comparator.comparingLong(Entry::time)); // stable: by port, then by index

            final CaptureSchedule schedule = new CaptureSchedule(captures);
            final List<Entry> merged = new ArrayList<>();
            for (int run = 0; run < schedule.runs(); run++) {
                for (int i = schedule.from(run); i < schedule.to(run); i++) {
                    merged.add(new Entry(schedule.port(run), i, captures.get(schedule.port(run)).timestamp(i), schedule.isSnapped(run)));
                }
            }
            assertThat(merged).isEqualTo(expected);
        }
    }
}
