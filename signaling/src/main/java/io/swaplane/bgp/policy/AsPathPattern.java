package io.swaplane.bgp.policy;

import io.swaplane.bgp.message.AsPath;
import java.util.List;

/**
 * How a whole AS path looks: AS numbers in their order, {@code .} for any one, {@code *} for any number of them. A set stands for one. As
 * in {@code 42 * 35}.
 *
 * @param parts the numbers, dots and stars.
 */
public record AsPathPattern(List<String> parts) {
    private static final String ONE = ".";
    private static final String ANY = "*";

    /** Copies the list. */
    public AsPathPattern {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it is none; the message says why.
     */
    public static AsPathPattern parse(final String text) {
        final List<String> parts = text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
        for (final String part : parts) {
            if (!part.equals(ONE) && !part.equals(ANY) && !part.matches("[0-9]{1,10}")) {
                throw new IllegalArgumentException(part + " in a path's pattern is no AS number, dot or star");
            }
        }
        return new AsPathPattern(parts);
    }

    /** Whether a path looks so. */
    public boolean matches(final AsPath path) {
        final String text = path.toString();
        return matches(text.isEmpty() ? List.of() : List.of(text.split(" ")));
    }

    /** Goes on as far as it can, and back to the last star alone: what an earlier one could take, the last can, too. */
    private boolean matches(final List<String> path) {
        int at = 0;
        int part = 0;
        int star = -1;
        int from = 0;
        while (at < path.size()) {
            if (part < parts.size() && parts.get(part).equals(ANY)) {
                star = part;
                part++;
                from = at;
            } else if (part < parts.size() && (parts.get(part).equals(ONE) || parts.get(part).equals(path.get(at)))) {
                part++;
                at++;
            } else if (star >= 0) {
                part = star + 1;
                from++;
                at = from;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part).equals(ANY)) {
            part++;
        }
        return part == parts.size();
    }
}
