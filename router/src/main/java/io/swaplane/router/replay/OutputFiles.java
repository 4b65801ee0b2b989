package io.swaplane.router.replay;

import io.swaplane.io.pcap.PcapWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The captures that a replay writes: one per port, and one for what leaves the packet path. */
public final class OutputFiles implements AutoCloseable {
    /** Name of the capture of punted packets, which no port may have. */
    public static final String PUNT = "punt";

    private final List<String> names;
    private final List<Path> paths;
    private final List<PcapWriter> writers = new ArrayList<>();

    OutputFiles(final Path directory, final List<String> ports) throws IOException {
        names = new ArrayList<>(ports);
        names.add(PUNT);
        paths = names.stream().map(name -> path(directory, name)).toList();
        try {
            for (final Path path : paths) {
                writers.add(new PcapWriter(path));
            }
        } catch (final IOException e) {
            close();
            throw e;
        }
    }

    /** The capture that a replay writes for a port, or for {@link #PUNT}. */
    public static Path path(final Path directory, final String name) {
        return directory.resolve(name + ".pcap");
    }

    PcapWriter port(final int number) {
        return writers.get(number);
    }

    PcapWriter punt() {
        return writers.getLast();
    }

    /** Ends all files; what they hold. */
    List<OutputFile> finish() throws IOException {
        final List<OutputFile> files = new ArrayList<>();
        for (int i = 0; i < writers.size(); i++) {
            writers.get(i).close();
            files.add(new OutputFile(names.get(i), paths.get(i).toString(), writers.get(i).packets()));
        }
        return files;
    }

    /** Deletes what {@link #finish} did not end, so that half a result never looks like a whole one. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (final PcapWriter writer : writers) {
            try {
                writer.abort();
            } catch (final IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
