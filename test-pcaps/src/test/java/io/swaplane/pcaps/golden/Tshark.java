package io.swaplane.pcaps.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs tshark. */
final class Tshark {
    private static final char SEPARATOR = '|';

    private Tshark() {
    }

    /** The values of these fields in each frame of a capture; those of a field that occurs several times are joined by commas. */
    static List<List<String>> fields(final Path capture, final Path scratch, final String... fields)
        throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-o", "ip.check_checksum:TRUE",
            "-T", "fields", "-E", "separator=" + SEPARATOR, "-E", "occurrence=a", "-E", "aggregator=,"));
        for (final String field : fields) {
            command.add("-e");
            command.add(field);
        }
        final Path output = scratch.resolve("tshark.out");
        run(command, output, scratch.resolve("tshark.err"));
        return Files.readAllLines(output).stream().map(line -> List.of(line.split("\\|", -1))).toList();
    }

    /** Puts captures one behind the other into one, with mergecap, which comes with tshark. */
    static void concatenate(final List<Path> captures, final Path target, final Path scratch) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("mergecap", "-a", "-w", target.toString()));
        captures.forEach(capture -> command.add(capture.toString()));
        run(command, scratch.resolve("mergecap.out"), scratch.resolve("mergecap.err"));
    }

    private static void run(final List<String> command, final Path output, final Path errors) throws IOException, InterruptedException {
        final int exit = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start().waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit + ": " + Files.readString(errors));
        }
    }
}
