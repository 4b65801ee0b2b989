package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory for configurations and logs, deleted on close and at the program's end. */
final class WorkDirectory implements AutoCloseable {
    private final Path path;

    WorkDirectory() throws IOException {
        path = Files.createTempDirectory("swaplane-io");
        Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "delete " + path));
    }

    Path path() {
        return path;
    }

    private synchronized void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(path);
        } catch (final IOException e) {
            System.err.println("compare-io: left behind: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        delete();
    }
}
