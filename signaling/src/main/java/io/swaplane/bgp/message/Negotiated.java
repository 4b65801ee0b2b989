package io.swaplane.bgp.message;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What two OPEN messages agree on, as far as the form of UPDATE messages and the checks on them depend on it. Immutable.
 */
public final class Negotiated {
    private final boolean internal;
    private final boolean fourOctetAs;
    private final boolean extendedReceived;
    private final boolean extendedSent;
    private final boolean refresh;
    private final boolean enhancedRefresh;
    private final Set<Family> families = EnumSet.noneOf(Family.class);
    private final Set<Family> pathIdsReceived = EnumSet.noneOf(Family.class);
    private final Set<Family> pathIdsSent = EnumSet.noneOf(Family.class);
    private final Set<Family> ipv6NextHopsReceived = EnumSet.noneOf(Family.class);
    private final Set<Family> ipv6NextHopsSent = EnumSet.noneOf(Family.class);
    private final int[] labelsReceived = new int[Family.COUNT];
    private final int[] labelsSent = new int[Family.COUNT];

    private Negotiated(final OpenMessage local, final OpenMessage remote, final boolean internal) {
        this.internal = internal;
        this.fourOctetAs = both(local, remote, Capability.FourOctetAs.class);
        this.extendedReceived = local.first(Capability.ExtendedMessage.class).isPresent();
        this.extendedSent = remote.first(Capability.ExtendedMessage.class).isPresent();
        this.refresh = both(local, remote, Capability.RefreshesRoutes.class);
        this.enhancedRefresh = both(local, remote, Capability.EnhancedRefresh.class);
        for (final Family family : Family.values()) {
            if (local.supports(family) && remote.supports(family)) {
                families.add(family);
                negotiate(family, local, remote);
            }
        }
    }

    /**
     * Compares.
     *
     * @param local the OPEN message sent.
     * @param remote the OPEN message received.
     */
    public static Negotiated of(final OpenMessage local, final OpenMessage remote) {
        return new Negotiated(local, remote, local.as() == remote.as());
    }

    private static boolean both(final OpenMessage local, final OpenMessage remote, final Class<? extends Capability> kind) {
        return local.first(kind).isPresent() && remote.first(kind).isPresent();
    }

    private void negotiate(final Family family, final OpenMessage local, final OpenMessage remote) {
        final Optional<Capability.AddPath.Entry> localPaths = paths(local, family);
        final Optional<Capability.AddPath.Entry> remotePaths = paths(remote, family);
        if (localPaths.isPresent() && remotePaths.isPresent()) {
            if (localPaths.get().receive() && remotePaths.get().send()) {
                pathIdsReceived.add(family);
            }
            if (localPaths.get().send() && remotePaths.get().receive()) {
                pathIdsSent.add(family);
            }
        }
        final int localLabels = labels(local, family);
        final int remoteLabels = labels(remote, family);
        final boolean several = localLabels > 1 && remoteLabels > 1;
        labelsReceived[family.ordinal()] = several ? localLabels : 1;
        labelsSent[family.ordinal()] = several ? remoteLabels : 1;
        if (ipv6NextHops(local, family)) {
            ipv6NextHopsReceived.add(family);
        }
        if (ipv6NextHops(remote, family)) {
            ipv6NextHopsSent.add(family);
        }
    }

    private static Optional<Capability.AddPath.Entry> paths(final OpenMessage open, final Family family) {
        return open.first(Capability.AddPath.class)
            .flatMap(paths -> paths.entries().stream().filter(entry -> entry.family().equals(family.numbers())).findFirst());
    }

    /** Of the first capability, its first entry for the family; 0 and 1 count as none (RFC 8277 §2.1). */
    private static int labels(final OpenMessage open, final Family family) {
        return open.first(Capability.MultipleLabels.class)
            .flatMap(labels -> labels.entries().stream().filter(entry -> entry.family().equals(family.numbers())).findFirst())
            .map(Capability.MultipleLabels.Entry::count)
            .orElse(1);
    }

    private static boolean ipv6NextHops(final OpenMessage open, final Family family) {
        return open.first(Capability.ExtendedNextHop.class)
            .filter(nextHops -> nextHops.entries().stream()
                .anyMatch(entry -> entry.family().equals(family.numbers()) && entry.nextHopAfi() == 2))
            .isPresent();
    }

    /** Whether both are of one AS: local preference and route reflection are between such peers only. */
    public boolean internal() {
        return internal;
    }

    /** Whether AS numbers have four octets. */
    public boolean fourOctetAs() {
        return fourOctetAs;
    }

    /** Whether received messages may be longer than 4096 octets: this side has said that it takes them (RFC 8654 §4). */
    public boolean receivesExtendedMessages() {
        return extendedReceived;
    }

    /** The longest UPDATE message to send: 4096 octets, or 65535 when the peer has said that it takes them. */
    public int maxMessage() {
        return extendedSent ? MessageHeader.MAX_EXTENDED_MESSAGE : MessageHeader.MAX_MESSAGE;
    }

    /** Whether either may ask for routes again. */
    public boolean refresh() {
        return refresh;
    }

    /** Whether the begin and the end of a refresh are marked. */
    public boolean enhancedRefresh() {
        return enhancedRefresh;
    }

    /** Whether routes of a family are exchanged. */
    public boolean has(final Family family) {
        return families.contains(family);
    }

    /** The families of which routes are exchanged. */
    public Set<Family> families() {
        return Set.copyOf(families);
    }

    /** Whether received NLRI have path ids. */
    public boolean receivesPathIds(final Family family) {
        return pathIdsReceived.contains(family);
    }

    /** Whether sent NLRI have path ids. */
    public boolean sendsPathIds(final Family family) {
        return pathIdsSent.contains(family);
    }

    /** How many labels a received prefix may have: 1, a limit, or {@link Capability.MultipleLabels#NO_LIMIT}. */
    public int labelsReceived(final Family family) {
        return labelsReceived[family.ordinal()];
    }

    /** How many labels a sent prefix may have, as for those received. */
    public int labelsSent(final Family family) {
        return labelsSent[family.ordinal()];
    }

    /** Whether received routes of an IPv4 family may have IPv6 next hops: this side has said that it takes them (RFC 8950 §4). */
    public boolean receivesIpv6NextHops(final Family family) {
        return ipv6NextHopsReceived.contains(family);
    }

    /** Whether sent routes of an IPv4 family may have IPv6 next hops. */
    public boolean sendsIpv6NextHops(final Family family) {
        return ipv6NextHopsSent.contains(family);
    }
}
