package io.swaplane.control.label;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusedException;

/** The label entries, as the label manager sees them. Conductor only. */
public interface LabelProgrammer {
    /**
     * Creates or replaces an entry of the platform label space; it is in every worker's table when this returns.
     *
     * @param origin {@link LabelBindings#PRODUCER} and session 0, as no sweep but the label manager's concerns its entries; the
     *     owner and preference of the binding's producer.
     * @return false when the entry's packets drop for now, as its next hop is unresolved.
     * @throws RefusedException when it cannot be; nothing has changed.
     */
    boolean put(Origin origin, LspIntent entry);

    /**
     * {@link #put(Origin, LspIntent)} of an entry with one next hop, without an object.
     *
     * @param forwarding what is done, see {@link Forwarding}.
     */
    boolean put(Origin origin, int label, long forwarding, Accept accept);

    /** Takes an entry out; its packets drop as unknown from now on. */
    void remove(Origin origin, int label);
}
