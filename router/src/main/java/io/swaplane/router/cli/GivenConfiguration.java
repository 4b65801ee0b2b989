package io.swaplane.router.cli;

import io.swaplane.control.api.RouterOperations.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a configuration that the running router is to look at; the router may not see the file. */
final class GivenConfiguration {
    /** As much as the router takes, and one more, so that it says that it is too much. */
    private static final int MOST = (32 << 20) + 1;

    private GivenConfiguration() {
    }

    /** The file, or null for none. */
    static Configuration read(final Path file) {
        if (file == null) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new Configuration(file.toString(), in.readNBytes(MOST));
        } catch (final NoSuchFileException e) {
            throw new CommandFailure(ExitCode.CONFIGURATION, file + ": there is no such file");
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.CONFIGURATION, file + ": cannot be read: " + e.getMessage());
        }
    }

    /** What to call it. */
    static String name(final Path file) {
        return file == null ? "the router's file" : file.toString();
    }
}
