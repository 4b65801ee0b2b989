package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Family;
import io.swaplane.control.intent.Accept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** All groups of peers of a speaker: peers that are to be sent the same are in one. On the speaker's loop. */
public final class OutGroups {
    private final SpeakerIdentity self;
    private final BiFunction<Accept, String, InLabels> labels;
    private final boolean passesOn;
    private final Map<GroupKey, OutGroup> groups = new LinkedHashMap<>();
    private final List<OutGroup> order = new ArrayList<>();
    private final OutBatch batch = new OutBatch();
    private int turn;

    /**
     * None yet.
     *
     * @param labels is asked for labels by accept class and VRF (or null).
     * @param passesOn whether peers are told route target memberships of other peers, and not only this router's.
     */
    public OutGroups(final SpeakerIdentity self, final BiFunction<Accept, String, InLabels> labels, final boolean passesOn) {
        this.self = self;
        this.labels = labels;
        this.passesOn = passesOn;
    }

    private static GroupKey key(final PeerSlot slot) {
        return GroupKey.of(slot.family(), slot.info());
    }

    /** A session is told the routes of a table in its slot's family from now on. */
    public OutGroup join(final PeerSlot slot, final RibTable table, final UpdateSink sink) {
        final PeerInfo peer = slot.info();
        final Family family = slot.family();
        final GroupKey key = key(slot);
        OutGroup group = groups.get(key);
        if (group == null) {
            group = new OutGroup(table, family, peer, self,
                family.labeled() ? labels.apply(peer.rules().accept(), peer.vrf()) : null, passesOn, batch);
            groups.put(key, group);
            order.add(group);
        }
        group.add(slot, sink);
        return group;
    }

    /** A session is told nothing more of a family. */
    public void leave(final PeerSlot slot) {
        leave(slot, key(slot));
    }

    private void leave(final PeerSlot slot, final GroupKey key) {
        final OutGroup group = groups.get(key);
        if (group == null) {
            return;
        }
        group.remove(slot);
        if (group.isEmpty()) {
            group.close();
            groups.remove(key);
            order.remove(group);
        }
    }

    /** A session has ended, but what it was told stays as it is, and its labels with it, until it {@linkplain #leave leaves}. */
    public void mute(final PeerSlot slot) {
        final OutGroup group = groups.get(key(slot));
        if (group != null) {
            group.mute(slot);
        }
    }

    /** A session has other policies from now on: it is told what these let through, and what they do not is withdrawn. */
    public void change(final PeerSlot slot, final PeerInfo now, final RibTable table, final UpdateSink sink) {
        final GroupKey before = key(slot);
        slot.info(now);
        if (!key(slot).equals(before)) {
            join(slot, table, sink).takeOver(slot, groups.get(before));
            leave(slot, before);
        }
    }

    /** A session's paths have another slot now. */
    public void rename(final PeerSlot slot, final PeerSlot next) {
        final OutGroup group = groups.get(key(slot));
        if (group != null) {
            group.rename(slot, next);
        }
    }

    /** What a session was told of a destination; null for nothing. */
    public OutGroup.Told told(final PeerSlot slot, final int destination) {
        final OutGroup group = groups.get(key(slot));
        return group == null ? null : group.told(destination, slot);
    }

    /** Which routes of a family a session wants has changed. */
    public void judgeAgain(final PeerSlot slot) {
        final OutGroup group = groups.get(key(slot));
        if (group != null) {
            group.markAll();
        }
    }

    /** A session wants all routes of a family again. */
    public void refresh(final PeerSlot slot) {
        final OutGroup group = groups.get(key(slot));
        if (group != null) {
            group.refresh(slot);
        }
    }

    /**
     * Tells peers of what has changed, each group a batch; how much that was.
     *
     * @param deferred whether they are told no routes now, but only which of theirs are wanted.
     */
    public int doWork(final boolean deferred) {
        int work = 0;
        for (int i = 0; i < order.size(); i++) {
            final OutGroup group = order.get((turn + i) % order.size());
            work += deferred && group.hasRoutes() ? 0 : group.doWork();
        }
        turn = order.isEmpty() ? 0 : (turn + 1) % order.size();
        return work;
    }

    /** Whether a group waits for the router to take commands again. */
    public boolean busy() {
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).busy()) {
                return true;
            }
        }
        return false;
    }

    /** How many destinations wait to be looked at, in all groups. */
    public long marked() {
        long marked = 0;
        for (int i = 0; i < order.size(); i++) {
            marked += order.get(i).marked();
        }
        return marked;
    }

    /** The groups. */
    public List<OutGroup> all() {
        return List.copyOf(order);
    }
}
