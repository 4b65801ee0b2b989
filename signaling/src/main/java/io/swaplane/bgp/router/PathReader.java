package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Communities;
import io.swaplane.bgp.message.ExtendedCommunities;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.LargeCommunity;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.OutGroup;
import io.swaplane.bgp.rib.PeerSlot;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.bgp.speaker.Speaker;
import io.swaplane.bgp.vpn.ClassLabels;
import io.swaplane.bgp.vpn.LocalVia;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.view.BgpPathView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Paths as they are shown. On the speaker's loop. */
final class PathReader {
    private final Speaker speaker;
    /** By VRF. */
    private final Map<String, RouteDistinguisher> distinguishers;

    PathReader(final Speaker speaker, final Map<String, RouteDistinguisher> distinguishers) {
        this.speaker = speaker;
        this.distinguishers = distinguishers;
    }

    /** Whether a path is meant: those of a peer, unless it is null, and only labelled ones when the family is labelled unicast. */
    static boolean isMeant(final PeerSlot slot, final Family family, final String peer) {
        return slot.counts() && (peer == null || slot.info() != null && slot.info().name().equals(peer))
            && (family.table() == family || slot.family() == family);
    }

    /** The paths of a destination that are meant, the best first. */
    List<BgpPathView> paths(final RibTable table, final int destination, final Family family, final String peer) {
        final int best = table.destinations().best(destination);
        final int ways = speaker.options().bestPath().ways();
        final int[] equal = ways > 1 ? table.multipath(destination) : new int[0];
        final List<BgpPathView> shared = new ArrayList<>();
        final List<BgpPathView> others = new ArrayList<>();
        for (int path = table.destinations().first(destination); path != Destinations.NONE; path = table.paths().next(path)) {
            final int each = path;
            if (isMeant(table.paths().slot(path), family, peer)) {
                final boolean isShared = Arrays.stream(equal).limit(ways).anyMatch(way -> way == each);
                final BgpPathView view = path(table, destination, path, each == best, equal.length > 1 && isShared);
                if (each == best) {
                    shared.addFirst(view);
                } else {
                    (isShared ? shared : others).add(view);
                }
            }
        }
        shared.addAll(others);
        return shared;
    }

    private BgpPathView path(final RibTable table, final int destination, final int path, final boolean best, final boolean multipath) {
        final Vias vias = table.vias();
        final int via = table.paths().via(path);
        final NextHopState to = vias.nextHop(via);
        return view(table.paths().slot(path), table.paths().attributes(path), best, multipath,
            best ? null : table.reason(destination, path), to == null ? null : to.address().toString(), via,
            to == null || vias.label(via) == Vias.NO_LABEL ? null : vias.label(via), inLabels(table, destination, path));
    }

    /** What a peer was told of a destination, as it was told. */
    BgpPathView told(final RibTable table, final int destination, final Family family, final OutGroup.Told told, final PeerLink peer) {
        final int path = told(table, destination, told.peer());
        final List<BgpPathView.InLabel> own = family.labeled() && told.own()
            ? List.of(new BgpPathView.InLabel(told.label(), AcceptText.of(peer.peer().rules().accept()))) : List.of();
        return view(table.paths().slot(path), told.attributes(), true, false, null, told.nextHop().toString(), table.paths().via(path),
            family.labeled() && !told.own() ? told.label() : null, own);
    }

    /** The path that was told: a peer's, which may be another than the best. */
    private static int told(final RibTable table, final int destination, final int from) {
        final int best = table.destinations().best(destination);
        int path = best;
        for (int each = table.destinations().first(destination); each != Destinations.NONE; each = table.paths().next(each)) {
            if (table.paths().slot(each).peer() == from && table.paths().slot(path).peer() != from) {
                path = each;
            }
        }
        return path;
    }

    private BgpPathView view(final PeerSlot slot, final PathAttributes with, final boolean best, final boolean multipath,
                             final String reason, final String nextHop, final int via, final Integer outLabel,
                             final List<BgpPathView.InLabel> inLabels) {
        final Vias vias = speaker.labels().vias();
        final String from = slot.info() == null ? null : slot.info().name();
        final String source = slot.imported() ? "imported" : slot.info() == null ? "local" : slot.internal() ? "internal" : "external";
        return new BgpPathView(best, multipath, slot.stale(), reason, from, source, nextHop, vias.resolved(via), vias.metric(via), outLabel,
            inLabels, with.origin().toString(), with.asPath().toString(), boxed(with.localPref()), boxed(with.med()),
            IntStream.range(0, with.communityCount()).mapToObj(i -> Communities.text(with.community(i))).toList(),
            IntStream.range(0, with.extendedCommunityCount()).mapToObj(i -> ExtendedCommunities.text(with.extendedCommunity(i))).toList(),
            with.largeCommunities().stream().map(LargeCommunity::toString).toList(),
            with.originatorId() == 0 ? null : SummaryReader.dotted(with.originatorId()),
            IntStream.range(0, with.clusterCount()).mapToObj(i -> SummaryReader.dotted(with.cluster(i))).toList());
    }

    private static Long boxed(final OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** The labels that this router gave for a path; for one of a VRF's own those of the VPN route that came of it. */
    private List<BgpPathView.InLabel> inLabels(final RibTable table, final int destination, final int path) {
        final List<BgpPathView.InLabel> all = new ArrayList<>();
        add(all, table.paths().via(path));
        if (all.isEmpty() && table.vrf() != null && path == table.destinations().best(destination)) {
            final Family vpn = table.family().ipv4() ? Family.VPNV4 : Family.VPNV6;
            speaker.find(vpn, null).ifPresent(exported -> addExported(all, table, destination, exported));
        }
        return all;
    }

    private void add(final List<BgpPathView.InLabel> all, final int via) {
        for (final ClassLabels each : speaker.labels().classes()) {
            final int label = each.label(via);
            if (label >= 0) {
                all.add(new BgpPathView.InLabel(label, AcceptText.of(each.accept())));
            }
        }
    }

    private void addExported(final List<BgpPathView.InLabel> all, final RibTable table, final int destination, final RibTable vpn) {
        final Destinations own = table.destinations();
        final RouteDistinguisher rd = distinguishers.get(table.vrf());
        final int exported = rd == null ? Destinations.NONE
            : vpn.destinations().find(rd.value(), own.high(destination), own.low(destination), own.length(destination));
        if (exported == Destinations.NONE) {
            return;
        }
        for (int path = vpn.destinations().first(exported); path != Destinations.NONE; path = vpn.paths().next(path)) {
            if (vpn.vias().local(vpn.paths().via(path)) instanceof final LocalVia local && local.vrf().equals(table.vrf())) {
                add(all, vpn.paths().via(path));
            }
        }
    }
}
