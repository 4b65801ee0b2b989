package io.swaplane.pcaps.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.io.pcap.Capture;
import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.pcaps.reference.Egress;
import io.swaplane.pcaps.reference.ProgrammedBuckets;
import io.swaplane.pcaps.reference.ReferenceForwarder;
import io.swaplane.pcaps.reference.Verdict;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.replay.OutputFiles;
import io.swaplane.router.replay.Replay;
import io.swaplane.table.Counters;
import io.swaplane.table.DropReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every golden case through the program's own replay: what leaves is what the case's author says, what the reference forwarder says,
 * and byte for byte what is stored. {@code -Dswaplane.golden=regenerate} stores anew, after the first two were checked.
 */
class GoldenReplaysTest {
    @TempDir
    private Path directory;

    static Stream<GoldenCase> cases() {
        return GoldenCases.all().stream();
    }

    @Test
    void shouldHaveOneDirectoryPerCase() {
        assertThat(GoldenFiles.names(GoldenFiles.directory("")))
            .containsExactlyInAnyOrderElementsOf(cases().map(GoldenCase::name).toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldForwardAsStored(final GoldenCase golden) throws Exception {
        if (GoldenFiles.REGENERATE) {
            writeInputs(golden);
        }
        checkInputs(golden);
        final RouterIntent intent = ConfigFile.read(GoldenFiles.config(golden));
        final Outcome outcome = replay(golden, intent);
        new Expectations(golden, outcome).check();
        compareWithReference(golden, intent, outcome);
        compareWithStored(golden, outcome);
    }

    private static Map<String, List<PcapPacket>> inputs(final GoldenCase golden) {
        final Map<String, List<PcapPacket>> inputs = new LinkedHashMap<>();
        for (int i = 0; i < golden.inputs().size(); i++) {
            final GoldenCase.Input input = golden.inputs().get(i);
            inputs.computeIfAbsent(input.port(), port -> new ArrayList<>())
                .add(new PcapPacket(GoldenFiles.timestamp(i), input.originalLength(), input.frame()));
        }
        return inputs;
    }

    private static void writeInputs(final GoldenCase golden) throws IOException {
        final Path target = GoldenFiles.directory(golden.name());
        Files.createDirectories(target);
        for (final String old : GoldenFiles.names(target).toList()) {
            Files.delete(target.resolve(old));
        }
        if (golden.configFile() == null) {
            Files.writeString(GoldenFiles.config(golden), "# " + golden.description() + ".\n\n" + golden.config());
        }
        for (final Map.Entry<String, List<PcapPacket>> input : inputs(golden).entrySet()) {
            GoldenFiles.write(GoldenFiles.in(golden.name(), input.getKey()), input.getValue());
        }
    }

    private static void checkInputs(final GoldenCase golden) throws IOException {
        if (golden.configFile() == null) {
            assertThat(Files.readString(GoldenFiles.config(golden))).endsWith(golden.config());
        }
        inputs(golden).forEach((port, packets) ->
            assertThat(GoldenFiles.read(GoldenFiles.in(golden.name(), port))).usingRecursiveComparison().isEqualTo(packets));
    }

    private Outcome replay(final GoldenCase golden, final RouterIntent intent) throws IOException {
        final Map<String, Capture> captures = new HashMap<>();
        for (final String port : inputs(golden).keySet()) {
            captures.put(port, Capture.load(GoldenFiles.in(golden.name(), port)));
        }
        try (Replay replay = new Replay(intent, captures)) {
            golden.downPorts().forEach(port -> replay.setPortState(port, false));
            replay.record(directory, null, packets -> { });
            final Map<String, List<PcapPacket>> sent = new TreeMap<>();
            for (final String port : intent.ports()) {
                sent.put(port, GoldenFiles.read(OutputFiles.path(directory, port)));
            }
            return new Outcome(sent, GoldenFiles.read(OutputFiles.path(directory, OutputFiles.PUNT)), replay.view());
        }
    }

    private static void compareWithReference(final GoldenCase golden, final RouterIntent intent, final Outcome outcome) {
        try (Conductor conductor = new Conductor(intent, 1)) {
            final ReferenceForwarder reference = new ReferenceForwarder(intent, new ProgrammedBuckets(conductor, intent));
            final Egress egress = new LimitlessEgress(golden.downPorts().stream().map(intent.ports()::indexOf).toList());
            final Map<String, List<PcapPacket>> sent = new TreeMap<>();
            intent.ports().forEach(port -> sent.put(port, new ArrayList<>()));
            final List<PcapPacket> punted = new ArrayList<>();
            for (int i = 0; i < golden.inputs().size(); i++) {
                final GoldenCase.Input input = golden.inputs().get(i);
                if (input.expected().equals(Expected.dropped(DropReason.SNAPPED))) {
                    continue;
                }
                final long time = GoldenFiles.timestamp(i);
                switch (reference.forward(intent.ports().indexOf(input.port()), input.frame(), egress)) {
                    case Verdict.Sent(int port, byte[] frame) ->
                        sent.get(intent.ports().get(port)).add(new PcapPacket(time, frame.length, frame));
                    case Verdict.Punted punt -> punted.add(new PcapPacket(time, punt.frame().length, punt.frame()));
                    case Verdict.Dropped(DropReason reason) -> assertThat(input.expected()).isEqualTo(Expected.dropped(reason));
                }
            }
            sent.forEach((port, packets) -> assertThat(inOrderOfArrival(outcome.sent().get(port))).as("sent by %s, to the reference", port)
                .usingRecursiveComparison().isEqualTo(packets));
            assertThat(inOrderOfArrival(outcome.punted())).as("punted, to the reference").usingRecursiveComparison().isEqualTo(punted);
            for (final LabelView label : outcome.view().labels()) {
                final String space = label.labelSpace().startsWith("platform") ? "platform"
                    : label.labelSpace().substring("label space of ".length());
                assertThat(label.statistics()).as("label %s, to the reference", label.label())
                    .isEqualTo(StatisticsView.of(reference.tally().label(space, label.label())));
            }
            intent.nextHops().forEach(hop -> {
                final StatisticsView shown = nextHop(outcome, hop.index()).statistics();
                final Counters counted = reference.tally().nextHop(hop.index());
                assertThat(shown == null ? StatisticsView.of(Counters.ZERO) : shown).as("next hop %s, to the reference", hop.index())
                    .isEqualTo(StatisticsView.of(counted));
            });
        }
    }

    /** The order between packets of different kinds is the forwarder's own. */
    private static List<PcapPacket> inOrderOfArrival(final List<PcapPacket> packets) {
        return packets.stream().sorted(Comparator.comparingLong(PcapPacket::timestamp)).toList();
    }

    private static NextHopView nextHop(final Outcome outcome, final int index) {
        return outcome.view().nextHops().stream().filter(hop -> hop.index() == index).findFirst().orElseThrow();
    }

    private void compareWithStored(final GoldenCase golden, final Outcome outcome) throws IOException {
        final Path stored = GoldenFiles.directory(golden.name());
        final Map<String, byte[]> results = new TreeMap<>();
        for (final Map.Entry<String, List<PcapPacket>> sent : outcome.sent().entrySet()) {
            if (!sent.getValue().isEmpty()) {
                results.put(GoldenFiles.out(sent.getKey()), Files.readAllBytes(OutputFiles.path(directory, sent.getKey())));
            }
        }
        if (!outcome.punted().isEmpty()) {
            results.put(GoldenFiles.PUNT, Files.readAllBytes(OutputFiles.path(directory, OutputFiles.PUNT)));
        }
        results.put(GoldenFiles.COUNTERS, CounterFile.of(outcome.view()).json().getBytes(StandardCharsets.UTF_8));
        if (GoldenFiles.REGENERATE) {
            for (final Map.Entry<String, byte[]> result : results.entrySet()) {
                Files.write(stored.resolve(result.getKey()), result.getValue());
            }
        }
        assertThat(GoldenFiles.results(golden.name())).containsExactlyInAnyOrderElementsOf(results.keySet());
        for (final Map.Entry<String, byte[]> result : results.entrySet()) {
            final Path file = stored.resolve(result.getKey());
            if (result.getKey().equals(GoldenFiles.COUNTERS)) {
                assertThat(new String(result.getValue(), StandardCharsets.UTF_8)).isEqualTo(Files.readString(file));
            } else {
                assertThat(result.getValue()).as("%s of %s", result.getKey(), golden).isEqualTo(Files.readAllBytes(file));
            }
        }
    }

    /** Ports always have room; some are down. */
    private record LimitlessEgress(List<Integer> down) implements Egress {
        @Override
        public boolean isUp(final int port) {
            return !down.contains(port);
        }

        @Override
        public boolean take(final int port) {
            return true;
        }

        @Override
        public boolean takePunt() {
            return true;
        }
    }
}
