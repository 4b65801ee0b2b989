package io.swaplane.bgp.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel counts of TCP in this network namespace, where nothing else shows that it dropped a segment. */
final class TcpCounter {
    private static final Path FILE = Path.of("/proc/net/netstat");
    private static final String PREFIX = "TcpExt:";

    private TcpCounter() {
    }

    /** A counter by the kernel's name: one line of the file has the names, the next their values. */
    static long read(final String name) {
        final List<List<String>> lines;
        try {
            lines = Files.readAllLines(FILE).stream().filter(line -> line.startsWith(PREFIX)).map(line -> List.of(line.split(" ")))
                .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final int at = lines.getFirst().indexOf(name);
        if (at < 0) {
            throw new AssertionError("the kernel does not count " + name);
        }
        return Long.parseLong(lines.getLast().get(at));
    }
}
