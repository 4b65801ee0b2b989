package io.swaplane.control.view;

/**
 * Something that two configurations do not have in common.
 *
 * @param what which neighbour, next hop, tunnel or label entry, as in {@code label 100}.
 * @param was what the first one asks of it; null when it does not have it.
 * @param now what the second one asks of it; null when it does not have it.
 */
public record Difference(String what, String was, String now) {
    /** One line: {@code +} for what comes, {@code -} for what goes, {@code ~} for what changes. */
    public String line() {
        if (was == null) {
            return "+ " + what + ": " + now;
        }
        return now == null ? "- " + what + ": " + was : "~ " + what + ": " + was + " -> " + now;
    }
}
