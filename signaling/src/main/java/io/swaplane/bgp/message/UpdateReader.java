package io.swaplane.bgp.message;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Reads UPDATE messages of one session (RFC 4271 §4.3, RFC 4760), and answers what is wrong with them as RFC 7606 asks.
 *
 * <p>{@link #read} looks through a whole message, its NLRI included; then {@link #next} goes from one destination to the next, without an
 * object for any: first what is withdrawn, then what is announced. It throws nothing for any octets, and what it allocates is bounded by
 * the message's length. Once a family has been disabled, its NLRI are left out from then on.
 *
 * <p>A view of the buffer that was read, good until the next {@link #read} or until the buffer changes. For one thread.
 *
 * <pre>
 * 19 … 20   length of the withdrawn routes
 * 21 …      withdrawn routes, IPv4 unicast
 *           length of the attributes, 2 octets
 *           attributes: among them MP_UNREACH_NLRI and MP_REACH_NLRI with one family's routes each
 *           announced routes, IPv4 unicast, to the message's end
 * </pre>
 */
public final class UpdateReader implements Nlri {
    private static final int FIXED = MessageHeader.LENGTH + 4;
    private static final int MP_UNREACH_FIXED = 3;
    private static final int MP_REACH_FIXED = 5;

    private static final int WITHDRAWN = 0;
    private static final int MP_WITHDRAWN = 1;
    private static final int ANNOUNCED = 2;
    private static final int MP_ANNOUNCED = 3;
    private static final int SECTIONS = 4;

    private final Negotiated form;
    private final AttributeCache cache;
    private final UpdateFaults faults = new UpdateFaults();
    private final AttributeDecoder decoder;
    private final NlriCursor cursor = new NlriCursor();
    private final Set<Family> disabled = EnumSet.noneOf(Family.class);
    private final long[] seen = new long[4];

    private final int[] starts = new int[SECTIONS];
    private final int[] ends = new int[SECTIONS];
    private final Family[] families = new Family[SECTIONS];

    private byte[] buffer = Octets.NONE;
    private byte[] key = new byte[AttributeCache.MOST_OCTETS];
    private int keyLength;
    /** Whether it has routes to announce, of a family taken or not. */
    private boolean announces;
    /** How many attributes it has beside MP_UNREACH_NLRI. */
    private int others;
    /** The family of an MP_UNREACH_NLRI without routes. */
    private Family emptied;
    private NextHop nextHop;
    private NextHop mpNextHop;
    private PathAttributes attributes;
    private int section;

    /** Reads for a session; the cache may be shared by sessions of the same thread. */
    public UpdateReader(final Negotiated form, final AttributeCache cache) {
        this.form = form;
        this.cache = cache;
        this.decoder = new AttributeDecoder(form, faults);
    }

    /**
     * Reads a message whose header has been checked.
     *
     * @param length the whole message's.
     * @return the strongest remedy of what is wrong with it. {@link #next} has taken it into account: after a reset there is no NLRI, after
     *     {@link Remedy#TREAT_AS_WITHDRAW} all are withdrawn.
     */
    public Remedy read(final byte[] from, final int offset, final int length) {
        clear(from);
        final int end = offset + length;
        final int withdrawnStart = offset + MessageHeader.LENGTH + 2;
        final int withdrawnLength = length < FIXED ? -1 : Octets.u16(from, withdrawnStart - 2);
        if (withdrawnLength < 0 || withdrawnLength + FIXED > length) {
            return malformed("is shorter than its parts");
        }
        final int attributesStart = withdrawnStart + withdrawnLength + 2;
        final int attributesLength = Octets.u16(from, attributesStart - 2);
        if (attributesLength + withdrawnLength + FIXED > length) {
            return malformed("is shorter than its parts");
        }
        final int announcedStart = attributesStart + attributesLength;
        if (length == FIXED) {
            emptied = form.has(Family.IPV4_UNICAST) ? Family.IPV4_UNICAST : null;
            return Remedy.NONE;
        }
        announces = announcedStart < end;
        plain(WITHDRAWN, withdrawnStart, withdrawnStart + withdrawnLength);
        plain(ANNOUNCED, announcedStart, end);
        if (attributesLength > 0 || announces) {
            scan(attributesStart, announcedStart);
            judge();
        }
        final boolean alone = withdrawnLength == 0 && !announces && others == 0;
        emptied = alone && faults.worst() == Remedy.NONE ? emptied : null;
        return faults.worst();
    }

    private Remedy malformed(final String what) {
        faults.reset(Notification.MALFORMED_ATTRIBUTE_LIST, what);
        return Remedy.RESET_SESSION;
    }

    private void clear(final byte[] from) {
        faults.clear();
        Arrays.fill(seen, 0);
        Arrays.fill(families, null);
        buffer = from;
        keyLength = 0;
        announces = false;
        others = 0;
        emptied = null;
        nextHop = null;
        mpNextHop = null;
        attributes = null;
        section = -1;
    }

    /** A field of IPv4 unicast NLRI: one that cannot be read closes the session (RFC 7606 §5.3). */
    private void plain(final int at, final int start, final int end) {
        if (start < end && form.has(Family.IPV4_UNICAST)) {
            if (check(at, start, end, Family.IPV4_UNICAST)) {
                keep(at, start, end, Family.IPV4_UNICAST);
            } else {
                faults.reset(Notification.INVALID_NETWORK, "has a prefix that cannot be read");
            }
        }
    }

    private void keep(final int at, final int start, final int end, final Family family) {
        starts[at] = start;
        ends[at] = end;
        families[at] = family;
    }

    /** Whether the NLRI of a section can be read to its end. */
    private boolean check(final int at, final int start, final int end, final Family family) {
        boolean tooManyLabels = false;
        cursor.begin(buffer, start, end, family, at == WITHDRAWN || at == MP_WITHDRAWN, form);
        while (cursor.hasNext()) {
            if (!cursor.next()) {
                return false;
            }
            tooManyLabels |= cursor.tooManyLabels();
            if (cursor.hostless()) {
                faults.ignore(family, Addresses.text(family.ipv4(), cursor.high(), cursor.low()) + "/" + cursor.prefixLength());
            }
        }
        if (tooManyLabels) {
            faults.withdraw(Notification.OPTIONAL_ATTRIBUTE, Octets.NONE, 0, 0, UpdateFaults.MESSAGE,
                "has a prefix with more labels than this side takes");
        }
        return true;
    }

    private void scan(final int start, final int end) {
        int at = start;
        while (at < end && faults.worst() != Remedy.RESET_SESSION) {
            final int left = end - at;
            final boolean extended = (buffer[at] & AttributeLayout.EXTENDED_LENGTH) != 0;
            final int head = extended ? AttributeLayout.EXTENDED_HEAD : AttributeLayout.HEAD;
            final int length = left < head ? left : extended ? Octets.u16(buffer, at + 2) : Octets.u8(buffer, at + 2);
            if (length > left - head) {
                overrun(left > 1 ? Octets.u8(buffer, at + 1) : 0);
                return;
            }
            attribute(at, at + head, at + head + length);
            at += head + length;
        }
    }

    /** The last attribute is longer than what is left. With one of routes it is not known which ones to withdraw (RFC 7606 §3 j, §4). */
    private void overrun(final int type) {
        others++;
        final String what = "has a last attribute that is longer than what is left";
        if (type == AttributeLayout.MP_REACH_NLRI || type == AttributeLayout.MP_UNREACH_NLRI) {
            faults.reset(Notification.MALFORMED_ATTRIBUTE_LIST, what);
        } else {
            faults.withdraw(Notification.MALFORMED_ATTRIBUTE_LIST, Octets.NONE, 0, 0, UpdateFaults.MESSAGE, what);
        }
    }

    private void attribute(final int at, final int value, final int end) {
        final int type = Octets.u8(buffer, at + 1);
        others += type == AttributeLayout.MP_UNREACH_NLRI ? 0 : 1;
        final boolean again = (seen[type >>> 6] & 1L << type) != 0;
        seen[type >>> 6] |= 1L << type;
        if (again) {
            repeated(type, at, end);
            return;
        }
        switch (type) {
            case AttributeLayout.MP_REACH_NLRI -> {
                checkFlags(type, at, end);
                reach(at, value, end);
            }
            case AttributeLayout.MP_UNREACH_NLRI -> {
                checkFlags(type, at, end);
                unreach(at, value, end);
            }
            case AttributeLayout.NEXT_HOP -> nextHop(at, value, end);
            default -> append(at, end);
        }
    }

    private void repeated(final int type, final int at, final int end) {
        if (type == AttributeLayout.MP_REACH_NLRI || type == AttributeLayout.MP_UNREACH_NLRI) {
            faults.reset(Notification.MALFORMED_ATTRIBUTE_LIST, Octets.NONE, 0, 0, type, "is there twice");
        } else {
            faults.discard(Notification.MALFORMED_ATTRIBUTE_LIST, buffer, at, end, type, "is there again");
        }
    }

    private void checkFlags(final int type, final int at, final int end) {
        if ((buffer[at] & AttributeLayout.KIND) != AttributeLayout.kind(type)) {
            faults.withdraw(Notification.ATTRIBUTE_FLAGS, buffer, at, end, type, "has wrong flags");
        }
    }

    private void append(final int at, final int end) {
        final int length = end - at;
        if (key.length < keyLength + length) {
            key = Arrays.copyOf(key, Math.min(MessageHeader.MAX_EXTENDED_MESSAGE, Math.max(2 * key.length, keyLength + length)));
        }
        System.arraycopy(buffer, at, key, keyLength, length);
        keyLength += length;
    }

    /** Says nothing unless there is IPv4 unicast beside the attributes (RFC 4760 §3). */
    private void nextHop(final int at, final int value, final int end) {
        if (!announcesPlain()) {
            return;
        }
        checkFlags(AttributeLayout.NEXT_HOP, at, end);
        if (end - value != Integer.BYTES) {
            faults.withdraw(Notification.ATTRIBUTE_LENGTH, buffer, at, end, AttributeLayout.NEXT_HOP, "has a wrong length");
            return;
        }
        nextHop = NextHop.ipv4(Octets.i32(buffer, value));
        if (!nextHop.isHost()) {
            faults.withdraw(Notification.INVALID_NEXT_HOP, buffer, at, end, AttributeLayout.NEXT_HOP, "is no host");
        }
    }

    private boolean announcesPlain() {
        return families[ANNOUNCED] != null;
    }

    private void unreach(final int at, final int value, final int end) {
        if (end - value < MP_UNREACH_FIXED) {
            faults.reset(Notification.OPTIONAL_ATTRIBUTE, buffer, at, end, AttributeLayout.MP_UNREACH_NLRI,
                "is too short to name a family");
            return;
        }
        final Family family = wanted(value);
        if (family == null) {
            return;
        }
        final int start = value + MP_UNREACH_FIXED;
        emptied = start == end ? family : null;
        if (check(MP_WITHDRAWN, start, end, family)) {
            keep(MP_WITHDRAWN, start, end, family);
        } else {
            disable(family, at, end, "has NLRI that cannot be read");
        }
    }

    private void reach(final int at, final int value, final int end) {
        if (end - value < MP_UNREACH_FIXED) {
            faults.reset(Notification.OPTIONAL_ATTRIBUTE, buffer, at, end, AttributeLayout.MP_REACH_NLRI, "is too short to name a family");
            return;
        }
        final int start = nlriStart(value, end);
        announces |= start != end;
        final Family family = wanted(value);
        if (family == null) {
            return;
        }
        if (start > end) {
            disable(family, at, end, "is shorter than its next hop");
            return;
        }
        mpNextHop = NextHop.decode(buffer, value + 4, Octets.u8(buffer, value + 3), family, form.receivesIpv6NextHops(family));
        if (mpNextHop == null) {
            disable(family, at, end, "has a next hop of a wrong length");
        } else if (!check(MP_ANNOUNCED, start, end, family)) {
            disable(family, at, end, "has NLRI that cannot be read");
        } else {
            if (!mpNextHop.isHost()) {
                faults.withdraw(Notification.OPTIONAL_ATTRIBUTE, buffer, at, end, AttributeLayout.MP_REACH_NLRI,
                    "has a next hop that is no host");
            }
            keep(MP_ANNOUNCED, start, end, family);
        }
    }

    /** Where the NLRI of an MP_REACH_NLRI begins; past its end when it is too short. */
    private int nlriStart(final int value, final int end) {
        return end - value < MP_REACH_FIXED ? end + 1 : value + MP_REACH_FIXED + Octets.u8(buffer, value + 3);
    }

    /** The family of a multiprotocol attribute; null when nothing of it is taken. */
    private Family wanted(final int value) {
        final Family family = Family.of(Octets.u16(buffer, value), Octets.u8(buffer, value + 2));
        return family != null && form.has(family) && !disabled.contains(family) ? family : null;
    }

    private void disable(final Family family, final int at, final int end, final String what) {
        disabled.add(family);
        faults.disable(family, buffer, at, end, Octets.u8(buffer, at + 1), what);
    }

    /** Reads the attributes, looks for those that must be there, and whether a withdrawal is one (RFC 7606 §3, §5.2). */
    private void judge() {
        if (faults.worst() == Remedy.RESET_SESSION) {
            return;
        }
        if (announces) {
            require(AttributeLayout.ORIGIN);
            require(AttributeLayout.AS_PATH);
        }
        if (announcesPlain()) {
            require(AttributeLayout.NEXT_HOP);
        }
        if (keyLength > 0) {
            attributes = decodedOrFound();
        }
        if (!announces && others > 0 && faults.worst().compareTo(Remedy.DISCARD_ATTRIBUTE) > 0 && faults.worst() != Remedy.RESET_SESSION) {
            faults.escalate();
        }
    }

    private void require(final int type) {
        if ((seen[0] & 1L << type) == 0) {
            faults.missing(type);
        }
    }

    private PathAttributes decodedOrFound() {
        if (faults.worst() != Remedy.NONE) {
            return decoder.decode(key, keyLength);
        }
        final int hash = AttributeCache.hash(key, keyLength, decoder.form());
        final PathAttributes found = cache.find(key, keyLength, decoder.form(), hash);
        if (found != null) {
            return found;
        }
        final PathAttributes decoded = decoder.decode(key, keyLength);
        if (faults.worst() == Remedy.NONE) {
            cache.put(key, keyLength, decoder.form(), hash, decoded);
        }
        return decoded;
    }

    /** What is wrong with the message: the first few faults, any worse one, each disabled family. Good until the next {@link #read}. */
    public List<UpdateFault> faults() {
        return faults.list();
    }

    /** What closes the session after {@link Remedy#RESET_SESSION}; else null. */
    public Notification notification() {
        for (final UpdateFault fault : faults.list()) {
            if (fault.remedy() == Remedy.RESET_SESSION) {
                return fault.notification();
            }
        }
        return null;
    }

    /** The family of which all routes have now been sent, when the message is the end-of-RIB marker (RFC 4724 §2); else null. */
    public Family endOfRib() {
        return emptied;
    }

    /** Families that have been disabled since the session began. */
    public Set<Family> disabled() {
        return Set.copyOf(disabled);
    }

    /** Goes to the next NLRI of the message; false when there is no more. */
    public boolean next() {
        if (faults.worst() == Remedy.RESET_SESSION) {
            return false;
        }
        do {
            while (section < 0 || !cursor.hasNext()) {
                section++;
                if (section >= SECTIONS) {
                    section = SECTIONS - 1;
                    return false;
                }
                final Family family = families[section];
                final boolean taken = family != null && !disabled.contains(family);
                cursor.begin(buffer, taken ? starts[section] : 0, taken ? ends[section] : 0, taken ? family : Family.IPV4_UNICAST,
                    section == WITHDRAWN || section == MP_WITHDRAWN, form);
            }
            if (!cursor.next()) {
                return false;
            }
        } while (cursor.hostless());
        return true;
    }

    /** Goes back before the first NLRI. */
    public void rewind() {
        section = -1;
    }

    /** Whether the NLRI is withdrawn: it was sent so, or something is wrong with its attributes. */
    public boolean withdrawn() {
        return cursor.withdrawal() || faults.withdraws();
    }

    /** The NLRI's family. */
    public Family family() {
        return cursor.family();
    }

    /** The NLRI's next hop; null when it is withdrawn. */
    public NextHop nextHop() {
        if (withdrawn()) {
            return null;
        }
        return section == MP_ANNOUNCED ? mpNextHop : nextHop;
    }

    /** The attributes of what is announced. */
    public PathAttributes attributes() {
        return attributes;
    }

    @Override
    public int pathId() {
        return cursor.pathId();
    }

    @Override
    public int labelCount() {
        return cursor.labelCount();
    }

    @Override
    public int label(final int index) {
        if (index < 0 || index >= cursor.labelCount()) {
            throw new NoSuchElementException("label " + index + " of " + cursor.labelCount());
        }
        return cursor.label(index);
    }

    @Override
    public long rd() {
        return cursor.rd();
    }

    @Override
    public long addressHigh() {
        return cursor.high();
    }

    @Override
    public long addressLow() {
        return cursor.low();
    }

    @Override
    public int prefixLength() {
        return cursor.prefixLength();
    }
}
