package io.swaplane.control.view;

import java.util.List;

/**
 * What became of a reload. Nothing is changed when there are problems, keys that need a restart, or a refusal.
 *
 * @param problems as {@link ReloadView#problems}.
 * @param restartNeeded as {@link ReloadView#restartNeeded}.
 * @param refusal as {@link ReloadView#refusal}.
 * @param leftOver as {@link ReloadView#leftOver}.
 * @param added how many neighbours, next hops, tunnels and label entries came.
 * @param removed how many went.
 * @param changed how many were changed.
 * @param drained as {@link ReloadView#drained}.
 */
public record ReloadSummary(List<String> problems, List<String> restartNeeded, String refusal, List<String> leftOver, int added,
                            int removed, int changed, boolean drained) {
    /** Copies the lists. */
    public ReloadSummary {
        problems = List.copyOf(problems);
        restartNeeded = List.copyOf(restartNeeded);
        leftOver = List.copyOf(leftOver);
    }

    /** The numbers of a reload. */
    public static ReloadSummary of(final ReloadView reload) {
        final int added = (int) reload.differences().stream().filter(each -> each.was() == null).count();
        final int removed = (int) reload.differences().stream().filter(each -> each.now() == null).count();
        return new ReloadSummary(reload.problems(), reload.restartNeeded(), reload.refusal(), reload.leftOver(), added, removed,
            reload.differences().size() - added - removed, reload.drained());
    }

    /** Whether the configuration is the running one now. */
    public boolean isDone() {
        return problems.isEmpty() && restartNeeded.isEmpty() && refusal == null;
    }
}
