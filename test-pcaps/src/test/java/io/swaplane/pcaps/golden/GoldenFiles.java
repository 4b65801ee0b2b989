package io.swaplane.pcaps.golden;

import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.io.pcap.PcapReader;
import io.swaplane.io.pcap.PcapWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where golden files are: {@code golden/NAME/} with {@code config.yaml}, {@code in-PORT.pcap}, {@code out-PORT.pcap}, {@code punt.pcap}
 * and {@code counters.json}. What would be empty is not there.
 */
final class GoldenFiles {
    static final String CONFIG = "config.yaml";
    static final String PUNT = "punt.pcap";
    static final String COUNTERS = "counters.json";

    /** True when the files are to be made anew. */
    static final boolean REGENERATE = "regenerate".equals(System.getProperty("swaplane.golden"));

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final Path REPOSITORY = Path.of("..");
    /** 2026-01-01 00:00:00 UTC. */
    private static final long START = 1_767_225_600_000_000_000L;
    private static final long GAP = 1_000_000;

    private GoldenFiles() {
    }

    /** When a case's input arrives, in nanoseconds since the epoch. */
    static long timestamp(final int input) {
        return START + input * GAP;
    }

    /** Which input arrived then. */
    static int input(final long timestamp) {
        return (int) ((timestamp - START) / GAP);
    }

    static Path directory(final String name) {
        return GOLDEN.resolve(name);
    }

    /** The case's configuration: its own file, or one of the repository. */
    static Path config(final GoldenCase golden) {
        return golden.configFile() == null ? directory(golden.name()).resolve(CONFIG) : REPOSITORY.resolve(golden.configFile());
    }

    static Path in(final String name, final String port) {
        return directory(name).resolve("in-" + port + ".pcap");
    }

    static String out(final String port) {
        return "out-" + port + ".pcap";
    }

    /** Names of the files of a case that a replay makes, in order. */
    static List<String> results(final String name) {
        return names(directory(name)).filter(file -> file.startsWith("out-") || file.equals(PUNT) || file.equals(COUNTERS)).toList();
    }

    /** Names of all files of a case, in order. */
    static Stream<String> names(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a case stored as sent by a port. */
    static List<PcapPacket> sent(final String name, final String port) {
        return read(directory(name).resolve(out(port)));
    }

    static List<PcapPacket> read(final Path file) {
        try {
            return PcapReader.readAll(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(final Path file, final List<PcapPacket> packets) throws IOException {
        try (PcapWriter writer = new PcapWriter(file)) {
            for (final PcapPacket packet : packets) {
                writer.write(packet);
            }
        }
    }
}
