package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.UpdateWriter;

/** A peer in its group: whether it keeps up, and what it must be told for itself. */
final class OutMember {
    private PeerSlot slot;
    private final UpdateSink sink;
    private UpdateWriter writer;
    private final DirtySet behind = new DirtySet();
    private byte[] endMarker;
    private boolean endOfRib = true;
    private boolean live;
    private boolean muted;
    private boolean settling;

    OutMember(final PeerSlot slot, final UpdateSink sink) {
        this.slot = slot;
        this.sink = sink;
    }

    PeerSlot slot() {
        return slot;
    }

    void slot(final PeerSlot next) {
        slot = next;
    }

    UpdateSink sink() {
        return sink;
    }

    UpdateWriter writer() {
        if (writer == null) {
            writer = new UpdateWriter(slot.info().form(), sink::send);
        }
        return writer;
    }

    /** Destinations of which it must be told what the group was sent. */
    DirtySet behind() {
        return behind;
    }

    /** Whether it takes what is sent to all. */
    boolean live() {
        return live;
    }

    void look() {
        live = behind.isEmpty() && !settling && isWritable();
    }

    /** Whether it can be told anything now. */
    boolean isWritable() {
        return !muted && sink.isWritable();
    }

    /** It was in another group until now, and waits until this one has its routes. */
    void settle(final OutMember former) {
        settling = true;
        endOfRib = former.endOfRib;
        endMarker = former.endMarker;
        while (!former.behind.isEmpty()) {
            behind.add(former.behind.poll());
        }
    }

    /** Whether it waits until the group has its routes. */
    boolean isSettling() {
        return settling;
    }

    void settled() {
        settling = false;
    }

    /** It is told nothing more: only labels that it was told are of interest still. */
    void mute() {
        muted = true;
        live = false;
    }

    /** Whether it waits for the marker that all routes have been sent. */
    boolean endOfRib() {
        return endOfRib;
    }

    void endOfRibSent() {
        endOfRib = false;
    }

    /** What is to be sent when it has caught up, or null. */
    byte[] endMarker() {
        return endMarker;
    }

    void endMarker(final byte[] message) {
        endMarker = message;
    }
}
