package io.swaplane.router.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration is refused; carries every problem that was found in it, in the order of the file's lines. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(final List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
