package io.swaplane.control.label;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Forwarding;
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
    public boolean put(final Origin origin, final int label, final long forwarding, final Accept accept) {
        return put(origin, new LspIntent(label, LspIntent.PLATFORM, origin.owner(), accept, Forwarding.action(forwarding),
            Forwarding.ttl(forwarding), Forwarding.tc(forwarding), null));
    }

    @Override
    public void remove(final Origin origin, final int label) {
        conductor.removeLabel(LspIntent.PLATFORM, label);
    }
}
