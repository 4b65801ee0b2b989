package io.swaplane.control.label;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Origin;

/** The label manager's entries in a real conductor's tables. */
record ConductorProgrammer(Conductor conductor) implements LabelProgrammer {
    @Override
    public boolean put(final Origin origin, final LspIntent entry) {
        conductor.onLabel(entry);
        return !(entry.action() instanceof Action.Forward forward) || conductor.nextHop(forward.nextHop()).orElseThrow().resolved();
    }

    @Override
    public void remove(final Origin origin, final int label) {
        conductor.removeLabel(LspIntent.PLATFORM, label);
    }
}
