package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real {@code swaplane run} that swaps one label.
 *
 * @param title its name in the results.
 * @param launcher the program.
 * @param mode the port mode, as in a configuration.
 * @param transmit how {@code d1} sends, as in a configuration.
 */
record SwaplaneForwarder(String title, Path launcher, String mode, String transmit) implements Forwarder {
    private static final String CONFIGURATION = """
        router: benchmark
        router-id: 192.0.2.1
        interfaces:
          - {name: in, port: d0, mac: "%s", mpls: core}
          - {name: out, port: d1, mac: "02:00:00:00:00:11", mpls: core}
          - {name: spare, port: d2, mac: "02:00:00:00:00:12", mpls: core}
        neighbours:
          - {interface: out, address: %s, mac: "%s"}
          - {interface: spare, address: %s, mac: "%s"}
        next-hops:
          - {index: 1, interface: out, neighbour: %s}
          - {index: 2, interface: spare, neighbour: %s}
        lsps:
          - {label: %d, %s}
        ports:
          - {name: d0, mode: %s}
          - {name: d1, mode: %s, transmit: %s}
          - {name: d2, mode: %s}
        workers: {idle: block, cpus: [%d]}
        host: {socket: %s}
        """;

    @Override
    public byte[] frame() {
        return TestFrames.labelled();
    }

    @Override
    public Started start(final Bed bed, final Path directory) throws IOException {
        if ("packet".equals(mode)) {
            bed.receiveOffload(true);
        }
        if ("xdp".equals(transmit)) {
            bed.sinkReceiveOffload(true);
        }
        return start(bed, directory, "swap: 200, next-hop: 1", Cpu.pinned());
    }

    /** Starts it with another action for the label, behind a prefix of words. */
    Child start(final Bed bed, final Path directory, final String action, final List<String> prefix) throws IOException {
        final Path file = directory.resolve("swaplane.yaml");
        Files.writeString(file, String.format(CONFIGURATION, Bed.IN_MAC, Bed.NEXT_HOP, Bed.NEXT_HOP_MAC, Bed.BACKUP_NEXT_HOP,
            Bed.NEXT_HOP_MAC, Bed.NEXT_HOP, Bed.BACKUP_NEXT_HOP, TestFrames.LABEL, action, mode, mode, transmit, mode, Cpu.FORWARDER,
            directory.resolve("control.sock")));
        final List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(launcher.toString(), "run", file.toString()));
        return Child.start(bed, directory.resolve("swaplane.log"), "running;", words);
    }
}
