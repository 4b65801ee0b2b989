package io.swaplane.bgp.message;

import java.util.Objects;

/**
 * Writes UPDATE messages, each as full as it gets: one kind of routes (announced with the same attributes and next hop, or withdrawn) of
 * one family in each, as RFC 7606 §5.1 asks of a sender. Peers that negotiated the same may be told by one writer. For one thread.
 *
 * <p>{@link #announce} or {@link #withdraw} says what the NLRI that follow are; a message goes to the sink when it is full, when
 * something else follows, and at {@link #flush}.
 */
public final class UpdateWriter {
    private static final int FIXED = MessageHeader.LENGTH + 4;
    private static final int PLAIN_WITHDRAWN_AT = MessageHeader.LENGTH + 2;
    private static final int ATTRIBUTES_AT = FIXED;
    private static final int MP_REACH_FIXED = 5;
    private static final int MP_UNREACH_FIXED = 3;
    private static final int LABEL = 3;
    private static final int LABEL_BITS = 24;
    private static final int RD_BITS = 64;
    private static final int BOTTOM = 1;
    /** What stands in the place of a withdrawn route's labels (RFC 8277 §2.4). */
    private static final int WITHDRAWN_LABEL = 0x80_0000;
    private static final int MOST_BITS = 255;

    /** Where full messages go. */
    @FunctionalInterface
    public interface Sink {
        /** Takes a whole message; the buffer is the writer's and is written again when this returns. */
        void message(byte[] buffer, int offset, int length);
    }

    private final Negotiated form;
    private final Sink sink;
    private final byte[] buffer;
    private final int limit;

    private Family family;
    private PathAttributes attributes;
    private NextHop nextHop;
    private int reserved;
    private int begin;
    private int at;

    /** Writes messages of the form that was negotiated. */
    public UpdateWriter(final Negotiated form, final Sink sink) {
        this.form = form;
        this.sink = sink;
        this.limit = form.maxMessage();
        this.buffer = new byte[limit];
    }

    /**
     * NLRI that are added from now on are announced.
     *
     * @return false when the attributes leave no room for a single NLRI, so that these routes cannot be told this peer; nothing may be
     * added     then until the next call.
     */
    public boolean announce(final Family of, final PathAttributes with, final NextHop by) {
        if (of == family && with.equals(attributes) && by.equals(nextHop)) {
            return true;
        }
        flush();
        family = of;
        attributes = with;
        nextHop = by;
        final int attributesLength = with.encodedLength(form.fourOctetAs());
        if (plain()) {
            begin = ATTRIBUTES_AT + attributesLength + AttributeLayout.encodedLength(Integer.BYTES);
            reserved = 0;
        } else {
            begin = ATTRIBUTES_AT + AttributeLayout.EXTENDED_HEAD + MP_REACH_FIXED + by.encodedLength(of);
            reserved = attributesLength;
        }
        at = begin;
        final boolean room = begin + mostOfOne() <= limit - reserved;
        if (!room) {
            family = null;
        } else if (plain()) {
            Octets.put16(buffer, PLAIN_WITHDRAWN_AT - 2, 0);
            Octets.put16(buffer, ATTRIBUTES_AT - 2, attributesLength + AttributeLayout.encodedLength(Integer.BYTES));
            putAttributes(ATTRIBUTES_AT, by);
        }
        return room;
    }

    /** NLRI that are added from now on are withdrawn. */
    public void withdraw(final Family of) {
        if (of == family && attributes == null) {
            return;
        }
        flush();
        family = of;
        attributes = null;
        nextHop = null;
        reserved = plain() ? 2 : 0;
        begin = plain() ? PLAIN_WITHDRAWN_AT : ATTRIBUTES_AT + AttributeLayout.EXTENDED_HEAD + MP_UNREACH_FIXED;
        at = begin;
    }

    /** Whether the routes stand in the fields of IPv4 unicast, not in a multiprotocol attribute. */
    private boolean plain() {
        return family == Family.IPV4_UNICAST && (nextHop == null || nextHop.ipv4());
    }

    /** Octets of the longest NLRI that there can be: path id, length, and what the length can say. */
    private int mostOfOne() {
        final int bits = family.prefixBits() + (family.vpn() ? RD_BITS : 0);
        return Integer.BYTES + 1 + (family.labeled() ? MOST_BITS + 7 : bits + 7) / Byte.SIZE;
    }

    private int putAttributes(final int start, final NextHop plainNextHop) {
        return form.fourOctetAs() ? attributes.copy(buffer, start, plainNextHop) : attributes.copyForTwoOctets(buffer, start, plainNextHop);
    }

    /**
     * Adds a route with at most one label.
     *
     * @param pathId left out unless path ids were negotiated.
     * @param label 20 bits; left out in families without, and in a withdrawal.
     * @param rd left out in families without.
     * @param high upper bits of the prefix as in {@link Addresses}; bits behind the prefix must be 0.
     * @param low lower bits of the prefix.
     * @param prefixLength bits of the prefix.
     */
    public void add(final int pathId, final int label, final long rd, final long high, final long low, final int prefixLength) {
        makeRoom();
        begin(pathId, 1, prefixLength);
        if (family.labeled()) {
            putLabel(attributes == null ? WITHDRAWN_LABEL : label << 4 | BOTTOM);
        }
        end(rd, high, low, prefixLength);
    }

    /**
     * Adds a route as it was read, with all its labels.
     *
     * @throws IllegalArgumentException when it is announced with more labels than the peer takes, or with none in a family of labels.
     */
    public void add(final Nlri nlri) {
        final int labels = attributes == null ? 1 : nlri.labelCount();
        if (family.labeled() && (labels == 0 || labels > form.labelsSent(family))) {
            throw new IllegalArgumentException("the peer does not take " + labels + " labels on a route of " + family);
        }
        makeRoom();
        begin(nlri.pathId(), labels, nlri.prefixLength());
        if (family.labeled()) {
            for (int i = 0; i < labels; i++) {
                putLabel(attributes == null ? WITHDRAWN_LABEL : nlri.label(i) << 4 | (i == labels - 1 ? BOTTOM : 0));
            }
        }
        end(nlri.rd(), nlri.addressHigh(), nlri.addressLow(), nlri.prefixLength());
    }

    private void makeRoom() {
        Objects.requireNonNull(family, "routes are announced or withdrawn");
        if (at + mostOfOne() > limit - reserved) {
            flush();
        }
    }

    private void begin(final int pathId, final int labels, final int prefixLength) {
        final int bits = (family.labeled() ? labels * LABEL_BITS : 0) + (family.vpn() ? RD_BITS : 0) + prefixLength;
        if (prefixLength < 0 || prefixLength > family.prefixBits() || bits > MOST_BITS) {
            throw new IllegalArgumentException(
                "no route of " + family + " has " + labels + " labels and a prefix of " + prefixLength + " bits");
        }
        if (form.sendsPathIds(family)) {
            Octets.put32(buffer, at, pathId);
            at += Integer.BYTES;
        }
        Octets.put8(buffer, at++, bits);
    }

    private void putLabel(final int field) {
        Octets.put24(buffer, at, field);
        at += LABEL;
    }

    private void end(final long rd, final long high, final long low, final int prefixLength) {
        if (family.vpn()) {
            Octets.put64(buffer, at, rd);
            at += Long.BYTES;
        }
        for (int bit = 0; bit < prefixLength; bit += Byte.SIZE) {
            buffer[at++] = (byte) (bit < Long.SIZE ? high >>> 56 - bit : low >>> 120 - bit);
        }
    }

    /** Sends what has been added. NLRI that follow are announced or withdrawn like those before. */
    public void flush() {
        if (family == null || at == begin) {
            return;
        }
        final int length;
        if (plain()) {
            length = attributes == null ? endPlainWithdrawal() : at;
        } else {
            length = endMultiprotocol();
        }
        MessageHeader.write(buffer, 0, length, MessageHeader.UPDATE);
        at = begin;
        sink.message(buffer, 0, length);
    }

    private int endPlainWithdrawal() {
        Octets.put16(buffer, PLAIN_WITHDRAWN_AT - 2, at - begin);
        Octets.put16(buffer, at, 0);
        return at + 2;
    }

    private int endMultiprotocol() {
        final boolean announced = attributes != null;
        final int valueAt = ATTRIBUTES_AT + AttributeLayout.EXTENDED_HEAD;
        Octets.put8(buffer, ATTRIBUTES_AT, AttributeLayout.OPTIONAL | AttributeLayout.EXTENDED_LENGTH);
        Octets.put8(buffer, ATTRIBUTES_AT + 1, announced ? AttributeLayout.MP_REACH_NLRI : AttributeLayout.MP_UNREACH_NLRI);
        Octets.put16(buffer, ATTRIBUTES_AT + 2, at - valueAt);
        Octets.put16(buffer, valueAt, family.afi());
        Octets.put8(buffer, valueAt + 2, family.safi());
        int end = at;
        if (announced) {
            Octets.put8(buffer, valueAt + 3, nextHop.encodedLength(family));
            final int reservedAt = nextHop.encode(buffer, valueAt + 4, family);
            Octets.put8(buffer, reservedAt, 0);
            end = putAttributes(at, null);
        }
        Octets.put16(buffer, PLAIN_WITHDRAWN_AT - 2, 0);
        Octets.put16(buffer, ATTRIBUTES_AT - 2, end - ATTRIBUTES_AT);
        return end;
    }

    /** Sends what has been added, then the marker that all routes of a family have been sent (RFC 4724 §2). */
    public void endOfRib(final Family of) {
        flush();
        family = of;
        attributes = null;
        nextHop = null;
        reserved = 0;
        final int length;
        if (plain()) {
            Octets.put32(buffer, PLAIN_WITHDRAWN_AT - 2, 0);
            length = FIXED;
        } else {
            at = ATTRIBUTES_AT + AttributeLayout.EXTENDED_HEAD + MP_UNREACH_FIXED;
            length = endMultiprotocol();
        }
        MessageHeader.write(buffer, 0, length, MessageHeader.UPDATE);
        family = null;
        sink.message(buffer, 0, length);
    }
}
