package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.PathAttributes;

/**
 * The paths of one table by number, a chain of them for each destination. 28 octets each.
 *
 * <p>Only the table that owns them writes.
 */
public final class PathTable {
    private final IntPages destinations = new IntPages(Destinations.NONE);
    private final IntPages nexts = new IntPages(Destinations.NONE);
    private final IntPages slots = new IntPages(0);
    private final IntPages vias = new IntPages(Vias.NONE);
    private final IntPages ids = new IntPages(0);
    private final IntPages ages = new IntPages(0);
    private final AttributePages attributes = new AttributePages();
    private final PeerSlots peers;
    private int size;
    private int limit;
    private int free = Destinations.NONE;
    private int clock;

    PathTable(final PeerSlots peers) {
        this.peers = peers;
    }

    int add(final int destination, final int next) {
        final int made;
        if (free == Destinations.NONE) {
            made = limit;
            limit++;
        } else {
            made = free;
            free = nexts.get(made);
        }
        destinations.set(made, destination);
        nexts.set(made, next);
        size++;
        return made;
    }

    void fill(final int path, final PeerSlot slot, final int id, final PathAttributes with, final int via) {
        slots.set(path, slot.number());
        ids.set(path, id);
        attributes.set(path, with);
        vias.set(path, via);
        ages.set(path, clock);
        clock++;
    }

    void slot(final int path, final PeerSlot slot) {
        slots.set(path, slot.number());
    }

    void remove(final int path) {
        destinations.set(path, Destinations.NONE);
        attributes.set(path, null);
        nexts.set(path, free);
        free = path;
        size--;
    }

    void next(final int path, final int next) {
        nexts.set(path, next);
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Numbers are below this. */
    public int limit() {
        return limit;
    }

    /** Whose path it is; {@link Destinations#NONE} of a number without path. */
    public int destination(final int path) {
        return destinations.get(path);
    }

    /** The destination's next path, or {@link Destinations#NONE}. */
    public int next(final int path) {
        return nexts.get(path);
    }

    /** From whom it is. */
    public PeerSlot slot(final int path) {
        return peers.get(slots.get(path));
    }

    /** Its path id as received. */
    public int id(final int path) {
        return ids.get(path);
    }

    /** Its attributes, after the import policy. */
    public PathAttributes attributes(final int path) {
        return attributes.get(path);
    }

    /** Where it leads. */
    public int via(final int path) {
        return vias.get(path);
    }

    /** Whether one path is older than another. */
    public boolean isOlder(final int path, final int other) {
        return ages.get(path) - ages.get(other) < 0;
    }

    /** Octets on the heap, without the attributes, which are shared. */
    public long octets() {
        return destinations.octets() + nexts.octets() + slots.octets() + vias.octets() + ids.octets() + ages.octets()
            + attributes.octets();
    }
}
