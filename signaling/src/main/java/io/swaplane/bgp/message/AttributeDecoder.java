package io.swaplane.bgp.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes {@link PathAttributes} of octets, each attribute with the answer to its errors that RFC 7606 §7 and the later documents of each
 * attribute ask for. It sees attributes whose lengths fit, each type once, in any order; never MP_REACH_NLRI, MP_UNREACH_NLRI or NEXT_HOP.
 */
final class AttributeDecoder {
    private static final int AGGREGATOR_TWO = 6;
    private static final int AGGREGATOR_FOUR = 8;
    private static final int LARGE = 12;
    private static final int IPV6_COMMUNITY = 20;

    private final boolean internal;
    private final boolean fourOctetAs;
    private final UpdateFaults faults;

    private byte[] from;
    private int start;
    private int end;
    private int type;
    private int flags;
    private PathAttributes.Builder builder;
    private AsPath asPath;
    private AsPath as4Path;
    private Aggregator aggregator;
    private Aggregator as4Aggregator;

    AttributeDecoder(final Negotiated form, final UpdateFaults faults) {
        this.internal = form.internal();
        this.fourOctetAs = form.fourOctetAs();
        this.faults = faults;
    }

    /** What the meaning of attributes depends on, for the key of a cache. */
    int form() {
        return (internal ? 1 : 0) | (fourOctetAs ? 2 : 0);
    }

    /** The attributes, or null when the message is to be treated as a withdrawal. */
    PathAttributes decode(final byte[] octets, final int length) {
        from = octets;
        builder = PathAttributes.builder();
        asPath = AsPath.EMPTY;
        as4Path = null;
        aggregator = null;
        as4Aggregator = null;
        int at = 0;
        while (at < length) {
            start = at;
            flags = Octets.u8(octets, at);
            type = Octets.u8(octets, at + 1);
            final boolean extended = (flags & AttributeLayout.EXTENDED_LENGTH) != 0;
            final int value = at + (extended ? AttributeLayout.EXTENDED_HEAD : AttributeLayout.HEAD);
            end = value + (extended ? Octets.u16(octets, at + 2) : Octets.u8(octets, at + 2));
            attribute(value, end - value);
            at = end;
        }
        from = null;
        if (faults.withdraws() || faults.worst() == Remedy.RESET_SESSION) {
            return null;
        }
        merge();
        return builder.build();
    }

    private void attribute(final int at, final int length) {
        if (!internal && isInternalOnly()) {
            discard("from an external peer");
            return;
        }
        final int kind = AttributeLayout.kind(type);
        if (kind == AttributeLayout.UNKNOWN) {
            unknown(at);
        } else if ((flags & AttributeLayout.KIND) != kind) {
            withdraw(Notification.ATTRIBUTE_FLAGS, "has wrong flags");
        } else {
            if ((flags & AttributeLayout.PARTIAL) != 0 && kind == AttributeLayout.KIND) {
                builder.partial(type);
            }
            known(at, length);
        }
    }

    private boolean isInternalOnly() {
        return type == AttributeLayout.LOCAL_PREF || type == AttributeLayout.ORIGINATOR_ID || type == AttributeLayout.CLUSTER_LIST;
    }

    private void unknown(final int at) {
        if ((flags & AttributeLayout.OPTIONAL) == 0) {
            faults.reset(Notification.UNRECOGNIZED_WELL_KNOWN, from, start, end, type, "is said to be well-known and is not");
        } else if ((flags & AttributeLayout.TRANSITIVE) != 0) {
            builder.addOther(new RawAttribute(AttributeLayout.KIND | AttributeLayout.PARTIAL, type, Arrays.copyOfRange(from, at, end)));
        }
    }

    private void known(final int at, final int length) {
        switch (type) {
            case AttributeLayout.ORIGIN -> origin(at, length);
            case AttributeLayout.AS_PATH -> asPath(at);
            case AttributeLayout.MED -> {
                if (fits(length == Integer.BYTES)) {
                    builder.med(Octets.u32(from, at));
                }
            }
            case AttributeLayout.LOCAL_PREF -> {
                if (fits(length == Integer.BYTES)) {
                    builder.localPref(Octets.u32(from, at));
                }
            }
            case AttributeLayout.ATOMIC_AGGREGATE -> {
                if (length == 0) {
                    builder.atomicAggregate(true);
                } else {
                    discard("has a value");
                }
            }
            case AttributeLayout.AGGREGATOR -> aggregator = aggregator(at, length, fourOctetAs);
            case AttributeLayout.COMMUNITIES -> {
                if (fits(length > 0 && length % Integer.BYTES == 0)) {
                    builder.communities(integers(at, length));
                }
            }
            case AttributeLayout.ORIGINATOR_ID -> {
                if (fits(length == Integer.BYTES)) {
                    builder.originatorId(Octets.i32(from, at));
                }
            }
            case AttributeLayout.CLUSTER_LIST -> {
                if (fits(length > 0 && length % Integer.BYTES == 0)) {
                    builder.clusterList(integers(at, length));
                }
            }
            case AttributeLayout.EXTENDED_COMMUNITIES -> extendedCommunities(at, length);
            case AttributeLayout.AS4_PATH -> as4Path(at);
            case AttributeLayout.AS4_AGGREGATOR -> as4Aggregator(at, length);
            case AttributeLayout.IPV6_EXTENDED_COMMUNITIES -> {
                if (fits(length > 0 && length % IPV6_COMMUNITY == 0)) {
                    builder.addOther(new RawAttribute(flags & (AttributeLayout.KIND | AttributeLayout.PARTIAL), type,
                        Arrays.copyOfRange(from, at, end)));
                }
            }
            case AttributeLayout.LARGE_COMMUNITIES -> largeCommunities(at, length);
            default -> throw new IllegalStateException(AttributeLayout.text(type) + " is not for this decoder");
        }
    }

    private boolean fits(final boolean lengthIsRight) {
        if (!lengthIsRight) {
            withdraw(Notification.ATTRIBUTE_LENGTH, "has a wrong length");
        }
        return lengthIsRight;
    }

    private void withdraw(final int subcode, final String what) {
        faults.withdraw(subcode, from, start, end, type, what);
    }

    private void discard(final String what) {
        faults.discard(Notification.OPTIONAL_ATTRIBUTE, from, start, end, type, what);
    }

    private void origin(final int at, final int length) {
        if (fits(length == 1)) {
            final BgpOrigin origin = BgpOrigin.of(Octets.u8(from, at));
            if (origin == null) {
                withdraw(Notification.INVALID_ORIGIN, "has an undefined value");
            } else {
                builder.origin(origin);
            }
        }
    }

    private void asPath(final int at) {
        asPath = AsPath.decode(from, at, end, fourOctetAs ? Integer.BYTES : Short.BYTES, false);
        if (asPath == null) {
            withdraw(Notification.MALFORMED_AS_PATH, "is malformed");
        }
    }

    private void as4Path(final int at) {
        if (fourOctetAs) {
            discard("from a speaker of four-octet AS numbers");
            return;
        }
        as4Path = AsPath.decode(from, at, end, Integer.BYTES, true);
        if (as4Path == null) {
            discard("is malformed");
        }
    }

    private Aggregator aggregator(final int at, final int length, final boolean four) {
        if (length != (four ? AGGREGATOR_FOUR : AGGREGATOR_TWO)) {
            discard("has a wrong length");
            return null;
        }
        final long as = four ? Octets.u32(from, at) : Octets.u16(from, at);
        if (as == 0) {
            discard("has AS 0");
            return null;
        }
        return new Aggregator(as, Octets.i32(from, end - Integer.BYTES));
    }

    private void as4Aggregator(final int at, final int length) {
        if (fourOctetAs) {
            discard("from a speaker of four-octet AS numbers");
        } else {
            as4Aggregator = aggregator(at, length, true);
        }
    }

    private int[] integers(final int at, final int length) {
        final int[] values = new int[length / Integer.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = Octets.i32(from, at + i * Integer.BYTES);
        }
        return values;
    }

    private void extendedCommunities(final int at, final int length) {
        if (fits(length > 0 && length % Long.BYTES == 0)) {
            final long[] values = new long[length / Long.BYTES];
            for (int i = 0; i < values.length; i++) {
                values[i] = Octets.i64(from, at + i * Long.BYTES);
            }
            builder.extendedCommunities(values);
        }
    }

    private void largeCommunities(final int at, final int length) {
        if (fits(length > 0 && length % LARGE == 0)) {
            final List<LargeCommunity> values = new ArrayList<>(length / LARGE);
            for (int i = at; i < end; i += LARGE) {
                values.add(new LargeCommunity(Octets.i32(from, i), Octets.i32(from, i + 4), Octets.i32(from, i + 8)));
            }
            builder.largeCommunities(values);
        }
    }

    /** Puts together what a speaker of two-octet AS numbers says in two attributes each (RFC 6793 §4.2.3). */
    private void merge() {
        final boolean aggregatedByTwoOctets = aggregator != null && aggregator.as() != OpenMessage.AS_TRANS;
        final boolean ignored = as4Aggregator != null && aggregatedByTwoOctets;
        builder.asPath(as4Path == null || ignored ? asPath : asPath.merged(as4Path));
        builder.aggregator(as4Aggregator == null || ignored || aggregator == null ? aggregator : as4Aggregator);
    }
}
