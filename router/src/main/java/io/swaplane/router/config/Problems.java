package io.swaplane.router.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong with one file. The first problem of a place is kept: what follows from it is not worth telling. */
final class Problems {
    private final YamlSource source;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> places = new HashSet<>();

    Problems(final YamlSource source) {
        this.source = source;
    }

    void add(final ConfigPath path, final String message) {
        add(source.line(path), path, message);
    }

    void add(final int line, final ConfigPath path, final String message) {
        final String place = path.toString();
        if (places.add(place)) {
            problems.add(new Problem(source.file(), line, place, message));
        }
    }

    /** True when a problem was found at this very place. */
    boolean has(final ConfigPath path) {
        return places.contains(path.toString());
    }

    /** Line of a place, to point at from elsewhere. */
    int line(final ConfigPath path) {
        return source.line(path);
    }

    /** Refuses the file when there is any. */
    void check() throws ConfigException {
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line));
            throw new ConfigException(problems);
        }
    }
}
