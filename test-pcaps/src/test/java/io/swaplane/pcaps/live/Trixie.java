package io.swaplane.pcaps.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Programs of Debian 13, which run beside those of this machine; see {@code test-pcaps/peers/trixie}. */
final class Trixie {
    /** Where the program finds the directory. */
    static final Path RUN = Path.of("/run");

    private Trixie() {
    }

    /** The words that run one of them, with a directory as its {@link #RUN}; as a process it is the program itself. */
    static List<String> words(final Path directory, final String... command) {
        final List<String> words = new ArrayList<>(List.of(Path.of("peers", "trixie").toAbsolutePath().toString(), "run",
            directory.toString()));
        words.addAll(Arrays.asList(command));
        return words;
    }
}
