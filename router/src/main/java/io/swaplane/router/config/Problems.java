package io.swaplane.router.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong with one file. The first problem of a place is kept: what follows from it is not worth telling. */
final class Problems {
    private final YamlSource source;
    private final ConfigPath base;
    private final List<Problem> problems;
    private final Set<String> places;

    Problems(final YamlSource source) {
        this(source, ConfigPath.ROOT, new ArrayList<>(), new HashSet<>());
    }

    private Problems(final YamlSource source, final ConfigPath base, final List<Problem> problems, final Set<String> places) {
        this.source = source;
        this.base = base;
        this.problems = problems;
        this.places = places;
    }

    /** The same, for whoever takes this place for the whole file. */
    Problems within(final ConfigPath place) {
        return new Problems(source, base.append(place), problems, places);
    }

    void add(final ConfigPath path, final String message) {
        add(line(path), path, message);
    }

    void add(final int line, final ConfigPath path, final String message) {
        final String place = base.append(path).toString();
        if (places.add(place)) {
            problems.add(new Problem(source.file(), line, place, message));
        }
    }

    /** True when a problem was found at this very place. */
    boolean has(final ConfigPath path) {
        return places.contains(base.append(path).toString());
    }

    /** Line of a place, to point at from elsewhere. */
    int line(final ConfigPath path) {
        return source.line(base.append(path));
    }

    /** Refuses the file when there is any. */
    void check() throws ConfigException {
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line));
            throw new ConfigException(problems);
        }
    }
}
