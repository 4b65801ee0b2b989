package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The slots of all sessions of a speaker, and the numbers of its peers. */
public final class PeerSlots {
    private final List<PeerSlot> slots = new ArrayList<>();
    private final Map<String, Integer> peers = new HashMap<>();
    private int dead;

    /** A slot for a family of a peer's session. */
    public PeerSlot open(final PeerInfo info, final Family family) {
        return add(info.name(), info, family, false, info.internal(), false);
    }

    /** A slot for what this router originates. */
    public PeerSlot openOwn(final String name) {
        return add("\n" + name, null, null, true, true, false);
    }

    /**
     * A slot for customers' routes as VPN routes. Those of one name are one source.
     *
     * @param internal whether the customers are within the AS.
     */
    public PeerSlot openExported(final String name, final boolean internal) {
        return add("\n" + name, null, null, false, internal, false);
    }

    /** A slot for VPN routes in VRFs. */
    public PeerSlot openImported(final String name) {
        return add("\n" + name, null, null, false, true, true);
    }

    private PeerSlot add(final String name, final PeerInfo info, final Family family, final boolean local, final boolean internal,
                         final boolean imported) {
        final Integer known = peers.putIfAbsent(name, peers.size());
        final int gap = slots.indexOf(null);
        final int number = gap < 0 ? slots.size() : gap;
        final PeerSlot made = new PeerSlot(number, known == null ? peers.size() - 1 : known, info, family, local, internal, imported);
        if (gap < 0) {
            slots.add(made);
        } else {
            slots.set(gap, made);
        }
        return made;
    }

    PeerSlot get(final int number) {
        return slots.get(number);
    }

    /** The paths of a slot stay until others take their place, or the slot ends. */
    public void stale(final PeerSlot slot) {
        if (slot.counts()) {
            slot.state(PeerSlot.State.STALE);
        }
    }

    /** The paths of a slot count no more. */
    public void end(final PeerSlot slot) {
        if (slot.counts()) {
            slot.state(PeerSlot.State.DEAD);
            dead++;
        }
    }

    /** How many slots have ended and still have paths, or were not looked at yet. */
    public int dead() {
        return dead;
    }

    /** Frees the numbers of ended slots that have no path left. */
    public void reap() {
        for (int i = 0; dead > 0 && i < slots.size(); i++) {
            final PeerSlot slot = slots.get(i);
            if (slot != null && !slot.counts() && slot.paths() == 0) {
                slots.set(i, null);
                dead--;
            }
        }
    }
}
