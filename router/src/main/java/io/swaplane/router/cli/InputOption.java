package io.swaplane.router.cli;

import io.swaplane.io.pcap.Capture;
import io.swaplane.io.pcap.PcapFormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --in PORT=FILE} asks for. */
final class InputOption {
    private InputOption() {
    }

    /** The files by port; what is no pair, a port that does not exist, and a port that comes twice are refused. */
    static Map<String, Path> parse(final List<String> pairs, final Collection<String> ports) {
        final Map<String, Path> files = new LinkedHashMap<>();
        for (final String pair : pairs) {
            final int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw usage("--in " + pair + ": write PORT=FILE");
            }
            final String port = pair.substring(0, equals);
            if (!ports.contains(port)) {
                throw usage("--in " + pair + ": the configuration has no port '" + port + "', only " + String.join(", ", ports));
            }
            try {
                if (files.putIfAbsent(port, Path.of(pair.substring(equals + 1))) != null) {
                    throw usage("--in " + pair + ": port '" + port + "' has a capture already: merge the two files");
                }
            } catch (final InvalidPathException e) {
                throw usage("--in " + pair + ": " + e.getReason());
            }
        }
        return files;
    }

    private static CommandFailure usage(final String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** Loads the files. */
    static Map<String, Capture> load(final Map<String, Path> files) {
        final Map<String, Capture> captures = new LinkedHashMap<>();
        for (final Map.Entry<String, Path> each : files.entrySet()) {
            try {
                captures.put(each.getKey(), Capture.load(each.getValue()));
            } catch (final IOException e) {
                captures.values().forEach(Capture::close);
                throw new CommandFailure(ExitCode.INPUT, explain(each.getValue(), e));
            } catch (final OutOfMemoryError e) {
                captures.values().forEach(Capture::close);
                throw new CommandFailure(ExitCode.INPUT, each.getValue() + ": does not fit into memory: allow more, as with "
                    + "JAVA_TOOL_OPTIONS=-Xmx8g, or cut the capture");
            }
        }
        return captures;
    }

    /** Why a file could not be read or written, with its name in front. */
    static String explain(final Path file, final IOException exception) {
        return switch (exception) {
            case PcapFormatException damaged -> damaged.getMessage();
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file or directory";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException there -> there.getFile() + ": is a file, and no directory";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> file + ": " + exception.getMessage();
        };
    }
}
