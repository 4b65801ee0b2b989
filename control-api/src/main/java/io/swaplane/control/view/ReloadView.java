package io.swaplane.control.view;

import java.util.List;

/**
 * What a reload did, or would do. Nothing is changed when there are problems, keys that need a restart, or a refusal.
 *
 * @param problems what is wrong with the configuration, each with its file, line and place, or why it cannot be used.
 * @param restartNeeded keys that differ and cannot be changed while the router runs.
 * @param differences what else differs.
 * @param refusal why the router refused a change; null when it did not.
 * @param leftOver what could not be taken back after the refusal.
 * @param drained whether packets by what changed had to be dropped meanwhile.
 */
public record ReloadView(List<String> problems, List<String> restartNeeded, List<Difference> differences, String refusal,
                         List<String> leftOver, boolean drained) {
    /** Copies the lists. */
    public ReloadView {
        problems = List.copyOf(problems);
        restartNeeded = List.copyOf(restartNeeded);
        differences = List.copyOf(differences);
        leftOver = List.copyOf(leftOver);
    }

    /** A configuration that cannot be used. */
    public static ReloadView bad(final List<String> problems) {
        return new ReloadView(problems, List.of(), List.of(), null, List.of(), false);
    }

    /** What a reload would do. */
    public static ReloadView would(final List<String> restartNeeded, final List<Difference> differences) {
        return new ReloadView(List.of(), restartNeeded, differences, null, List.of(), false);
    }
}
