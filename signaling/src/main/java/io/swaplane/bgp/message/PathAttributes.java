package io.swaplane.bgp.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * The attributes that the routes of an UPDATE message share, all but the next hop. Immutable and equal by value: its encoding with
 * four-octet AS numbers is made once, is what {@link #equals} compares, and what {@link UpdateWriter} copies.
 *
 * <p>AS numbers, MED and local preference are unsigned; router and cluster ids are 32 bits as they stand on the wire.
 */
public final class PathAttributes {
    private static final int WELL_KNOWN = AttributeLayout.TRANSITIVE;
    private static final int OPTIONAL = AttributeLayout.OPTIONAL;
    private static final int OPTIONAL_TRANSITIVE = AttributeLayout.OPTIONAL | AttributeLayout.TRANSITIVE;
    private static final int LARGE = 12;

    private final BgpOrigin origin;
    private final AsPath asPath;
    private final long med;
    private final long localPref;
    private final boolean atomicAggregate;
    private final Aggregator aggregator;
    private final int[] communities;
    private final int originatorId;
    private final int[] clusterList;
    private final long[] extendedCommunities;
    private final List<LargeCommunity> largeCommunities;
    private final List<RawAttribute> others;
    private final long partial;
    private final byte[] encoded;
    private final int nextHopAt;
    private final int hash;

    private PathAttributes(final Builder from) {
        origin = from.origin;
        asPath = from.asPath;
        med = from.med;
        localPref = from.localPref;
        atomicAggregate = from.atomicAggregate;
        aggregator = from.aggregator;
        communities = from.communities;
        originatorId = from.originatorId;
        clusterList = from.clusterList;
        extendedCommunities = from.extendedCommunities;
        largeCommunities = from.largeCommunities;
        others = List.copyOf(from.others);
        partial = from.partial;
        encoded = new byte[encodedLength(true)];
        nextHopAt = AttributeLayout.encodedLength(1) + AttributeLayout.encodedLength(asPath.encodedLength(Integer.BYTES));
        encode(encoded, 0, true);
        hash = Arrays.hashCode(encoded);
    }

    /** Builds attributes: origin incomplete, an empty path, nothing else. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds attributes that are these but for what is changed. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** ORIGIN. */
    public BgpOrigin origin() {
        return origin;
    }

    /** AS_PATH, with AS4_PATH merged into it. */
    public AsPath asPath() {
        return asPath;
    }

    /** MULTI_EXIT_DISC. */
    public OptionalLong med() {
        return med < 0 ? OptionalLong.empty() : OptionalLong.of(med);
    }

    /** MULTI_EXIT_DISC, or another value when there is none. */
    public long medOr(final long otherwise) {
        return med < 0 ? otherwise : med;
    }

    /** LOCAL_PREF. */
    public OptionalLong localPref() {
        return localPref < 0 ? OptionalLong.empty() : OptionalLong.of(localPref);
    }

    /** LOCAL_PREF, or another value when there is none. */
    public long localPrefOr(final long otherwise) {
        return localPref < 0 ? otherwise : localPref;
    }

    /** Whether ATOMIC_AGGREGATE is there. */
    public boolean atomicAggregate() {
        return atomicAggregate;
    }

    /** AGGREGATOR, or null. */
    public Aggregator aggregator() {
        return aggregator;
    }

    /** How many standard communities there are. */
    public int communityCount() {
        return communities.length;
    }

    /** The standard community at an index. */
    public int community(final int index) {
        return communities[index];
    }

    /** Whether a standard community is there. */
    public boolean hasCommunity(final int community) {
        for (final int each : communities) {
            if (each == community) {
                return true;
            }
        }
        return false;
    }

    /** ORIGINATOR_ID, or 0. */
    public int originatorId() {
        return originatorId;
    }

    /** How many clusters CLUSTER_LIST names. */
    public int clusterCount() {
        return clusterList.length;
    }

    /** The cluster at an index, the last one that it passed first. */
    public int cluster(final int index) {
        return clusterList[index];
    }

    /** Whether CLUSTER_LIST names a cluster. */
    public boolean hasCluster(final int cluster) {
        for (final int each : clusterList) {
            if (each == cluster) {
                return true;
            }
        }
        return false;
    }

    /** How many extended communities there are. */
    public int extendedCommunityCount() {
        return extendedCommunities.length;
    }

    /** The extended community at an index, eight octets as on the wire. */
    public long extendedCommunity(final int index) {
        return extendedCommunities[index];
    }

    /** Whether an extended community is there. */
    public boolean hasExtendedCommunity(final long community) {
        for (final long each : extendedCommunities) {
            if (each == community) {
                return true;
            }
        }
        return false;
    }

    /** Large communities. */
    public List<LargeCommunity> largeCommunities() {
        return largeCommunities;
    }

    /** Attributes that go on as they came: unknown transitive ones, and the communities of IPv6 addresses (RFC 5701). */
    public List<RawAttribute> others() {
        return others;
    }

    /** Octets of its encoding without a next hop. */
    int encodedLength(final boolean fourOctetAs) {
        if (fourOctetAs && encoded != null) {
            return encoded.length;
        }
        final int width = fourOctetAs ? Integer.BYTES : Short.BYTES;
        int length = AttributeLayout.encodedLength(1) + AttributeLayout.encodedLength(asPath.encodedLength(width));
        length += med < 0 ? 0 : AttributeLayout.encodedLength(Integer.BYTES);
        length += localPref < 0 ? 0 : AttributeLayout.encodedLength(Integer.BYTES);
        length += atomicAggregate ? AttributeLayout.encodedLength(0) : 0;
        length += aggregator == null ? 0 : AttributeLayout.encodedLength(width + Integer.BYTES);
        length += list(communities.length * Integer.BYTES);
        length += originatorId == 0 ? 0 : AttributeLayout.encodedLength(Integer.BYTES);
        length += list(clusterList.length * Integer.BYTES);
        length += list(extendedCommunities.length * Long.BYTES);
        length += sendsAs4Path(fourOctetAs) ? AttributeLayout.encodedLength(asPath.encodedLength(Integer.BYTES)) : 0;
        length += sendsAs4Aggregator(fourOctetAs) ? AttributeLayout.encodedLength(2 * Integer.BYTES) : 0;
        length += list(largeCommunities.size() * LARGE);
        for (final RawAttribute other : others) {
            length += AttributeLayout.encodedLength(other.value().length);
        }
        return length;
    }

    private static int list(final int valueLength) {
        return valueLength == 0 ? 0 : AttributeLayout.encodedLength(valueLength);
    }

    private boolean sendsAs4Path(final boolean fourOctetAs) {
        return !fourOctetAs && !asPath.fitsTwoOctets();
    }

    private boolean sendsAs4Aggregator(final boolean fourOctetAs) {
        return !fourOctetAs && aggregator != null && aggregator.as() > 0xFFFF;
    }

    /** Writes them with four-octet AS numbers and, when there is one, an IPv4 next hop in its place. */
    int copy(final byte[] to, final int at, final NextHop nextHop) {
        if (nextHop == null) {
            System.arraycopy(encoded, 0, to, at, encoded.length);
            return at + encoded.length;
        }
        System.arraycopy(encoded, 0, to, at, nextHopAt);
        final int rest = putNextHop(to, at + nextHopAt, nextHop);
        System.arraycopy(encoded, nextHopAt, to, rest, encoded.length - nextHopAt);
        return rest + encoded.length - nextHopAt;
    }

    private static int putNextHop(final byte[] to, final int at, final NextHop nextHop) {
        return put32(to, at, WELL_KNOWN, AttributeLayout.NEXT_HOP, (int) (nextHop.high() >>> 32));
    }

    private static int put32(final byte[] to, final int at, final int flags, final int type, final int value) {
        final int valueAt = AttributeLayout.putHead(to, at, flags, type, Integer.BYTES);
        Octets.put32(to, valueAt, value);
        return valueAt + Integer.BYTES;
    }

    /** Writes them for a speaker of two-octet AS numbers, and like {@link #copy} a next hop. */
    int copyForTwoOctets(final byte[] to, final int start, final NextHop nextHop) {
        int at = encodePath(to, start, false);
        if (nextHop != null) {
            at = putNextHop(to, at, nextHop);
        }
        return encodeRest(to, at, false);
    }

    private void encode(final byte[] to, final int at, final boolean fourOctetAs) {
        encodeRest(to, encodePath(to, at, fourOctetAs), fourOctetAs);
    }

    private int encodePath(final byte[] to, final int start, final boolean fourOctetAs) {
        final int width = fourOctetAs ? Integer.BYTES : Short.BYTES;
        int at = AttributeLayout.putHead(to, start, WELL_KNOWN, AttributeLayout.ORIGIN, 1);
        Octets.put8(to, at++, origin.ordinal());
        at = AttributeLayout.putHead(to, at, WELL_KNOWN, AttributeLayout.AS_PATH, asPath.encodedLength(width));
        return asPath.encode(to, at, width);
    }

    private int encodeRest(final byte[] to, final int start, final boolean fourOctetAs) {
        int at = start;
        at = med < 0 ? at : put32(to, at, OPTIONAL, AttributeLayout.MED, (int) med);
        at = localPref < 0 ? at : put32(to, at, WELL_KNOWN, AttributeLayout.LOCAL_PREF, (int) localPref);
        at = atomicAggregate ? AttributeLayout.putHead(to, at, WELL_KNOWN, AttributeLayout.ATOMIC_AGGREGATE, 0) : at;
        at = encodeAggregator(to, at, fourOctetAs);
        at = encodeIntegers(to, at, flags(AttributeLayout.COMMUNITIES), AttributeLayout.COMMUNITIES, communities);
        at = originatorId == 0 ? at : put32(to, at, OPTIONAL, AttributeLayout.ORIGINATOR_ID, originatorId);
        at = encodeIntegers(to, at, OPTIONAL, AttributeLayout.CLUSTER_LIST, clusterList);
        at = encodeExtendedCommunities(to, at);
        at = encodeAs4(to, at, fourOctetAs);
        at = encodeLargeCommunities(to, at);
        for (final RawAttribute other : others) {
            at = AttributeLayout.putHead(to, at, other.flags(), other.type(), other.value().length);
            System.arraycopy(other.value(), 0, to, at, other.value().length);
            at += other.value().length;
        }
        return at;
    }

    private int flags(final int type) {
        return OPTIONAL_TRANSITIVE | ((partial & 1L << type) == 0 ? 0 : AttributeLayout.PARTIAL);
    }

    private int encodeAggregator(final byte[] to, final int start, final boolean fourOctetAs) {
        if (aggregator == null) {
            return start;
        }
        final int width = fourOctetAs ? Integer.BYTES : Short.BYTES;
        final int at = AttributeLayout.putHead(to, start, flags(AttributeLayout.AGGREGATOR), AttributeLayout.AGGREGATOR,
            width + Integer.BYTES);
        if (fourOctetAs) {
            Octets.put32(to, at, (int) aggregator.as());
        } else {
            Octets.put16(to, at, aggregator.as() > 0xFFFF ? OpenMessage.AS_TRANS : (int) aggregator.as());
        }
        Octets.put32(to, at + width, aggregator.identifier());
        return at + width + Integer.BYTES;
    }

    private static int encodeIntegers(final byte[] to, final int start, final int flags, final int type, final int[] values) {
        if (values.length == 0) {
            return start;
        }
        int at = AttributeLayout.putHead(to, start, flags, type, values.length * Integer.BYTES);
        for (final int value : values) {
            Octets.put32(to, at, value);
            at += Integer.BYTES;
        }
        return at;
    }

    private int encodeExtendedCommunities(final byte[] to, final int start) {
        if (extendedCommunities.length == 0) {
            return start;
        }
        int at = AttributeLayout.putHead(to, start, flags(AttributeLayout.EXTENDED_COMMUNITIES), AttributeLayout.EXTENDED_COMMUNITIES,
            extendedCommunities.length * Long.BYTES);
        for (final long community : extendedCommunities) {
            Octets.put64(to, at, community);
            at += Long.BYTES;
        }
        return at;
    }

    private int encodeAs4(final byte[] to, final int start, final boolean fourOctetAs) {
        int at = start;
        if (sendsAs4Path(fourOctetAs)) {
            at = AttributeLayout.putHead(to, at, OPTIONAL_TRANSITIVE, AttributeLayout.AS4_PATH, asPath.encodedLength(Integer.BYTES));
            at = asPath.encode(to, at, Integer.BYTES);
        }
        if (sendsAs4Aggregator(fourOctetAs)) {
            at = AttributeLayout.putHead(to, at, OPTIONAL_TRANSITIVE, AttributeLayout.AS4_AGGREGATOR, 2 * Integer.BYTES);
            Octets.put32(to, at, (int) aggregator.as());
            Octets.put32(to, at + Integer.BYTES, aggregator.identifier());
            at += 2 * Integer.BYTES;
        }
        return at;
    }

    private int encodeLargeCommunities(final byte[] to, final int start) {
        if (largeCommunities.isEmpty()) {
            return start;
        }
        int at = AttributeLayout.putHead(to, start, flags(AttributeLayout.LARGE_COMMUNITIES), AttributeLayout.LARGE_COMMUNITIES,
            largeCommunities.size() * LARGE);
        for (final LargeCommunity community : largeCommunities) {
            Octets.put32(to, at, community.administrator());
            Octets.put32(to, at + 4, community.first());
            Octets.put32(to, at + 8, community.second());
            at += LARGE;
        }
        return at;
    }

    @Override
    public boolean equals(final Object other) {
        return this == other
            || other instanceof final PathAttributes that && hash == that.hash && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As in {@code origin IGP, as-path 42 35, med 10, local-pref 100, communities 65000:1, ext-communities RT:100:1}. */
    @Override
    public String toString() {
        final StringJoiner text = new StringJoiner(", ");
        text.add("origin " + origin);
        text.add(asPath.isEmpty() ? "as-path empty" : "as-path " + asPath);
        med().ifPresent(value -> text.add("med " + value));
        localPref().ifPresent(value -> text.add("local-pref " + value));
        if (atomicAggregate) {
            text.add("atomic-aggregate");
        }
        if (aggregator != null) {
            text.add("aggregator " + aggregator);
        }
        if (communities.length > 0) {
            text.add(communitiesText());
        }
        if (originatorId != 0) {
            text.add("originator-id " + identifier(originatorId));
        }
        if (clusterList.length > 0) {
            text.add(clustersText());
        }
        if (extendedCommunities.length > 0) {
            text.add(extendedCommunitiesText());
        }
        if (!largeCommunities.isEmpty()) {
            final StringJoiner all = new StringJoiner(" ", "large-communities ", "");
            largeCommunities.forEach(each -> all.add(each.toString()));
            text.add(all.toString());
        }
        others.forEach(each -> text.add(each.toString()));
        return text.toString();
    }

    private static String identifier(final int value) {
        return Addresses.text(true, (long) value << 32, 0);
    }

    private String communitiesText() {
        final StringJoiner all = new StringJoiner(" ", "communities ", "");
        for (final int community : communities) {
            all.add(Communities.text(community));
        }
        return all.toString();
    }

    private String clustersText() {
        final StringJoiner all = new StringJoiner(" ", "cluster-list ", "");
        for (final int cluster : clusterList) {
            all.add(identifier(cluster));
        }
        return all.toString();
    }

    private String extendedCommunitiesText() {
        final StringJoiner all = new StringJoiner(" ", "ext-communities ", "");
        for (final long community : extendedCommunities) {
            all.add(ExtendedCommunities.text(community));
        }
        return all.toString();
    }

    /** What {@link PathAttributes} are made of, one by one. Not for two threads. */
    public static final class Builder {
        private static final int[] NONE = {};
        private static final long[] NONE_EXTENDED = {};

        private BgpOrigin origin = BgpOrigin.INCOMPLETE;
        private AsPath asPath = AsPath.EMPTY;
        private long med = -1;
        private long localPref = -1;
        private boolean atomicAggregate;
        private Aggregator aggregator;
        private int[] communities = NONE;
        private int originatorId;
        private int[] clusterList = NONE;
        private long[] extendedCommunities = NONE_EXTENDED;
        private List<LargeCommunity> largeCommunities = List.of();
        private List<RawAttribute> others = List.of();
        private long partial;

        private Builder() {
        }

        private Builder(final PathAttributes from) {
            origin = from.origin;
            asPath = from.asPath;
            med = from.med;
            localPref = from.localPref;
            atomicAggregate = from.atomicAggregate;
            aggregator = from.aggregator;
            communities = from.communities;
            originatorId = from.originatorId;
            clusterList = from.clusterList;
            extendedCommunities = from.extendedCommunities;
            largeCommunities = from.largeCommunities;
            others = from.others;
            partial = from.partial;
        }

        /** ORIGIN. */
        public Builder origin(final BgpOrigin value) {
            origin = value;
            return this;
        }

        /** AS_PATH. */
        public Builder asPath(final AsPath value) {
            asPath = value;
            return this;
        }

        /** MULTI_EXIT_DISC, 0 to 2^32 - 1. */
        public Builder med(final long value) {
            med = value & 0xFFFF_FFFFL;
            return this;
        }

        /** No MULTI_EXIT_DISC. */
        public Builder noMed() {
            med = -1;
            return this;
        }

        /** LOCAL_PREF, 0 to 2^32 - 1. */
        public Builder localPref(final long value) {
            localPref = value & 0xFFFF_FFFFL;
            return this;
        }

        /** No LOCAL_PREF. */
        public Builder noLocalPref() {
            localPref = -1;
            return this;
        }

        /** ATOMIC_AGGREGATE. */
        public Builder atomicAggregate(final boolean value) {
            atomicAggregate = value;
            return this;
        }

        /** AGGREGATOR, or null for none. */
        public Builder aggregator(final Aggregator value) {
            aggregator = value;
            return this;
        }

        /** Standard communities; they are copied. */
        public Builder communities(final int... values) {
            communities = values.clone();
            return this;
        }

        /** One more standard community, when it is not there yet. */
        public Builder addCommunity(final int value) {
            for (final int each : communities) {
                if (each == value) {
                    return this;
                }
            }
            communities = Arrays.copyOf(communities, communities.length + 1);
            communities[communities.length - 1] = value;
            return this;
        }

        /** Without a standard community. */
        public Builder removeCommunity(final int value) {
            communities = Arrays.stream(communities).filter(each -> each != value).toArray();
            return this;
        }

        /** ORIGINATOR_ID; 0 for none. */
        public Builder originatorId(final int value) {
            originatorId = value;
            return this;
        }

        /** CLUSTER_LIST; it is copied. */
        public Builder clusterList(final int... values) {
            clusterList = values.clone();
            return this;
        }

        /** One more cluster, at the front (RFC 4456 §8). */
        public Builder prependCluster(final int value) {
            final int[] longer = new int[clusterList.length + 1];
            longer[0] = value;
            System.arraycopy(clusterList, 0, longer, 1, clusterList.length);
            clusterList = longer;
            return this;
        }

        /** Extended communities; they are copied. */
        public Builder extendedCommunities(final long... values) {
            extendedCommunities = values.clone();
            return this;
        }

        /** One more extended community, when it is not there yet. */
        public Builder addExtendedCommunity(final long value) {
            for (final long each : extendedCommunities) {
                if (each == value) {
                    return this;
                }
            }
            extendedCommunities = Arrays.copyOf(extendedCommunities, extendedCommunities.length + 1);
            extendedCommunities[extendedCommunities.length - 1] = value;
            return this;
        }

        /** Without an extended community. */
        public Builder removeExtendedCommunity(final long value) {
            extendedCommunities = Arrays.stream(extendedCommunities).filter(each -> each != value).toArray();
            return this;
        }

        /** Large communities. */
        public Builder largeCommunities(final List<LargeCommunity> values) {
            largeCommunities = List.copyOf(values);
            return this;
        }

        /** Attributes that go on as they came. */
        public Builder others(final List<RawAttribute> values) {
            others = List.copyOf(values);
            return this;
        }

        Builder addOther(final RawAttribute value) {
            final List<RawAttribute> longer = new ArrayList<>(others);
            longer.add(value);
            others = longer;
            return this;
        }

        /** A speaker on the way did not know an optional transitive attribute of this type; that goes on with it. */
        Builder partial(final int type) {
            partial |= 1L << type;
            return this;
        }

        /** The attributes. */
        public PathAttributes build() {
            return new PathAttributes(this);
        }
    }
}
