package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.PathAttributes;

/**
 * What a group of peers was sent, by destination: sixteen octets for each, of which four are used only while it waits for a label.
 *
 * <p>A <em>reference</em> says where next hop and label come from: a via with this router as next hop, a via with next hop and label as
 * received, or this router without a label.
 */
final class SentRoutes {
    /** This router is the next hop, without a label. */
    static final int SELF = Integer.MIN_VALUE;
    /** No via, no peer. */
    static final int NONE = -1;

    private final IntPages references = new IntPages(NONE);
    private final IntPages peers = new IntPages(NONE);
    private final IntPages wanted = new IntPages(NONE);
    private final IntPages links = new IntPages(0);
    private final IntPages choices = new IntPages(NONE);
    private final AttributePages attributes = new AttributePages();
    private int count;

    static int unchanged(final int via) {
        return -2 - via;
    }

    static boolean isLabel(final int reference) {
        return reference >= 0;
    }

    static boolean isUnchanged(final int reference) {
        return reference < NONE && reference != SELF;
    }

    static int via(final int reference) {
        return reference >= 0 ? reference : -2 - reference;
    }

    /** The attributes sent; null when nothing was. */
    PathAttributes attributes(final int destination) {
        return attributes.get(destination);
    }

    int reference(final int destination) {
        return references.get(destination);
    }

    /** The peer that was left out. */
    int excluded(final int destination) {
        return peers.get(destination);
    }

    void set(final int destination, final PathAttributes with, final int reference, final int peer) {
        count += (with == null ? 0 : 1) - (attributes.get(destination) == null ? 0 : 1);
        attributes.set(destination, with);
        references.set(destination, reference);
        peers.set(destination, peer);
    }

    /** The export policy's rule that gave the next hop, or {@link #NONE}. */
    int choice(final int destination) {
        return choices.get(destination);
    }

    void choice(final int destination, final int rule) {
        choices.set(destination, rule);
    }

    /** How many destinations were sent. */
    int count() {
        return count;
    }

    /** The via whose label it waits for, or {@link #NONE}. */
    int wanted(final int destination) {
        return wanted.get(destination);
    }

    void wanted(final int destination, final int via) {
        wanted.set(destination, via);
    }

    /** The next one of those that wait for the same label, plus 2; 1 at the end, 0 when it is in no such chain. */
    int link(final int destination) {
        return links.get(destination);
    }

    void link(final int destination, final int to) {
        links.set(destination, to);
    }

    long octets() {
        return references.octets() + peers.octets() + wanted.octets() + links.octets() + choices.octets() + attributes.octets();
    }
}
