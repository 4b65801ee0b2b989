package io.swaplane.pcaps.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.io.pcap.PcapPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds an outcome against what the case's author wrote down. */
final class Expectations {
    private final GoldenCase golden;
    private final Outcome outcome;
    private final Map<Integer, Expected> seen = new HashMap<>();
    private final Map<Integer, String> puntedPictures = new HashMap<>();

    Expectations(final GoldenCase golden, final Outcome outcome) {
        this.golden = golden;
        this.outcome = outcome;
    }

    void check() {
        outcome.sent().forEach((port, packets) -> packets.forEach(packet ->
            assertThat(seen.put(GoldenFiles.input(packet.timestamp()), Expected.sent(port, FramePicture.of(packet.data())))).isNull()));
        for (final PcapPacket packet : outcome.punted()) {
            assertThat(puntedPictures.put(GoldenFiles.input(packet.timestamp()), FramePicture.of(packet.data()))).isNull();
        }
        final Map<String, Map<String, Long>> drops = new TreeMap<>();
        final Map<String, Map<String, Long>> punts = new TreeMap<>();
        for (int i = 0; i < golden.inputs().size(); i++) {
            final GoldenCase.Input input = golden.inputs().get(i);
            checkFrame(i, input.expected());
            switch (input.expected()) {
                case Expected.Dropped dropped ->
                    drops.computeIfAbsent(dropped.reason().label(), r -> new TreeMap<>()).merge(input.port(), 1L, Long::sum);
                case Expected.Punted punted ->
                    punts.computeIfAbsent(punted.reason().label(), r -> new TreeMap<>()).merge(input.port(), 1L, Long::sum);
                case Expected.Sent sent -> { }
                case Expected.SentByOneOf ways -> { }
            }
        }
        assertThat(CounterFile.reasons(outcome.view().drops())).as("drops").isEqualTo(drops);
        assertThat(CounterFile.reasons(outcome.view().punts())).as("punts").isEqualTo(punts);
        golden.labels().forEach((key, counters) -> assertThat(label(key)).as("label %s", key).isEqualTo(StatisticsView.of(counters)));
        golden.nextHops().forEach((index, counters) ->
            assertThat(nextHop(index)).as("next hop %s", index).isEqualTo(StatisticsView.of(counters)));
        golden.withoutStatistics().forEach(index -> assertThat(nextHop(index)).as("next hop %s", index).isNull());
        golden.check(outcome);
    }

    private void checkFrame(final int input, final Expected expected) {
        final String what = "frame %d of %s".formatted(input + 1, golden);
        switch (expected) {
            case Expected.Sent sent -> assertThat(seen.get(input)).as(what).isEqualTo(sent);
            case Expected.SentByOneOf(List<Expected.Sent> ways) -> assertThat(seen.get(input)).as(what).isIn(ways);
            case Expected.Punted punted -> {
                assertThat(seen).as(what).doesNotContainKey(input);
                assertThat(puntedPictures.get(input)).as(what).isEqualTo(punted.picture());
            }
            case Expected.Dropped dropped -> {
                assertThat(seen).as(what).doesNotContainKey(input);
                assertThat(puntedPictures).as(what).doesNotContainKey(input);
            }
        }
    }

    private StatisticsView label(final String key) {
        final String[] parts = key.split(" ");
        final String space = parts[0].equals("platform") ? "platform label space" : "label space of " + parts[0];
        return outcome.view().labels().stream()
            .filter(label -> label.labelSpace().equals(space) && label.label() == Integer.parseInt(parts[1]))
            .map(LabelView::statistics).findFirst().orElseThrow();
    }

    private StatisticsView nextHop(final int index) {
        final NextHopView view = outcome.view().nextHops().stream().filter(hop -> hop.index() == index).findFirst().orElseThrow();
        return view.statistics();
    }
}
