package io.swaplane.control.command;

import io.swaplane.control.Applied;
import io.swaplane.control.CommandTarget;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.label.Bound;
import io.swaplane.table.fib.AddressFamily;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes down what it is asked to do. A label below 100 is refused for the reason with the label's number; one from 100 to 199 is
 * accepted but not programmed; label 99 makes it fail.
 */
final class RecordingTarget implements CommandTarget {
    static final int FAILING = 99;
    static final int UNRESOLVED = 100;
    static final int PROGRAMMED = 200;
    static final int FREE_INDEX = 77;
    static final int FIRST_BOUND = 5000;

    record Forward(int labelSpace, int label, long forwarding, Accept accept) { }

    record PlainRoute(String vrf, AddressFamily family, long high, long low, int length, long forwarding) { }

    record Remove(String what, Object key) { }

    /** What a session keeps, after so many sweeps. */
    record Kept(Origin keeping, int sweeps) { }

    record PortState(String port, boolean up) { }

    final List<Object> done = new ArrayList<>();
    final List<Origin> origins = new ArrayList<>();
    final List<Origin> sweeps = new ArrayList<>();
    final List<Kept> kept = new ArrayList<>();
    int stale;
    boolean recording = true;
    /** The producers that have something in the router; null for all. */
    Set<Integer> belongings = Set.of();

    private Applied record(final Origin origin, final Object what) {
        done.add(what);
        origins.add(origin);
        return Applied.PROGRAMMED;
    }

    @Override
    public int labelSpaceNumber(final String name) {
        if (!name.startsWith("space")) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no label space " + name);
        }
        return Integer.parseInt(name.substring("space".length()));
    }

    @Override
    public Applied onForward(final Origin origin, final int labelSpace, final int label, final long forwarding, final Accept accept) {
        if (!recording) {
            return Applied.PROGRAMMED;
        }
        if (label == FAILING) {
            throw new IllegalStateException("a fault of the target");
        }
        if (label < UNRESOLVED) {
            throw new RefusedException(RefusalReason.values()[label], "label " + label + " is refused");
        }
        record(origin, new Forward(labelSpace, label, forwarding, accept));
        return label < PROGRAMMED ? Applied.ACCEPTED : Applied.PROGRAMMED;
    }

    @Override
    public Applied onLabel(final Origin origin, final LspIntent intent) {
        return record(origin, intent);
    }

    @Override
    public Applied removeLabel(final Origin origin, final int labelSpace, final int label) {
        return record(origin, new Remove("label", List.of(labelSpace, label)));
    }

    @Override
    public Bound putBinding(final Origin origin, final BindingIntent intent) {
        final boolean resolved = record(origin, intent) == Applied.PROGRAMMED;
        return new Bound(FIRST_BOUND + done.size(), resolved);
    }

    private static BindingKey key(final AddressFamily family, final long high, final long low, final int received, final Accept accept) {
        return new BindingKey(new Fec.ReceivedLabel(PrefixKey.address(family, high, low), received), accept, null);
    }

    @Override
    public int putReceived(final Origin origin, final long user, final AddressFamily family, final long high, final long low,
                           final int received, final Accept accept, final long forwarding) {
        if (received < UNRESOLVED) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "label " + received + " is refused");
        }
        final int label = putBinding(origin, new BindingIntent(key(family, high, low, received, accept), user,
            Forwarding.action(forwarding), Forwarding.ttl(forwarding), Forwarding.tc(forwarding))).label();
        return received < PROGRAMMED ? ~label : label;
    }

    @Override
    public Applied withdrawReceived(final Origin origin, final long user, final AddressFamily family, final long high, final long low,
                                    final int received, final Accept accept) {
        return withdrawBinding(origin, key(family, high, low, received, accept), user);
    }

    @Override
    public Applied releaseReceived(final Origin origin, final long user, final AddressFamily family, final long high, final long low,
                                   final int received, final Accept accept) {
        return releaseBinding(origin, key(family, high, low, received, accept), user);
    }

    @Override
    public Applied removeBinding(final Origin origin, final BindingKey key, final long user) {
        return record(origin, new Remove("binding", List.of(key, user)));
    }

    @Override
    public Applied withdrawBinding(final Origin origin, final BindingKey key, final long user) {
        return record(origin, new Remove("withdrawn", List.of(key, user)));
    }

    @Override
    public Applied withdrawBinding(final Origin origin, final BindingKey key) {
        return record(origin, new Remove("withdrawn", key));
    }

    @Override
    public Applied releaseBinding(final Origin origin, final BindingKey key, final long user) {
        return record(origin, new Remove("released", List.of(key, user)));
    }

    @Override
    public int freeNextHopIndex() {
        return FREE_INDEX;
    }

    @Override
    public Applied onNextHop(final Origin origin, final NextHopIntent intent) {
        return record(origin, intent);
    }

    @Override
    public Applied removeNextHop(final Origin origin, final int index) {
        return record(origin, new Remove("next hop", index));
    }

    @Override
    public Applied onTunnel(final Origin origin, final TunnelIntent intent) {
        return record(origin, intent);
    }

    @Override
    public Applied removeTunnel(final Origin origin, final InetAddress endpoint, final String owner) {
        return record(origin, new Remove("tunnel", List.of(endpoint, owner)));
    }

    @Override
    public Applied onNeighbour(final Origin origin, final NeighbourIntent intent) {
        return record(origin, intent);
    }

    @Override
    public Applied removeNeighbour(final Origin origin, final String interfaceName, final InetAddress address) {
        return record(origin, new Remove("neighbour", List.of(interfaceName, address)));
    }

    @Override
    public Applied onPortState(final Origin origin, final String port, final boolean up) {
        return record(origin, new PortState(port, up));
    }

    @Override
    public Applied createLabelSpace(final Origin origin, final String name) {
        return record(origin, name);
    }

    @Override
    public Applied removeLabelSpace(final Origin origin, final String name) {
        return record(origin, new Remove("label space", name));
    }

    @Override
    public Applied onVrf(final Origin origin, final VrfIntent intent) {
        return record(origin, intent);
    }

    @Override
    public Applied removeVrf(final Origin origin, final String name) {
        return record(origin, new Remove("VRF", name));
    }

    @Override
    public Applied onRoute(final Origin origin, final String vrf, final AddressFamily family, final long high, final long low,
                           final int length, final long forwarding) {
        return record(origin, new PlainRoute(vrf, family, high, low, length, forwarding));
    }

    @Override
    public Applied onRoute(final Origin origin, final RouteIntent intent) {
        return record(origin, intent);
    }

    @Override
    public Applied removeRoute(final Origin origin, final String vrf, final AddressFamily family, final long high, final long low,
                               final int length) {
        return record(origin, new Remove("route", List.of(vrf, family, high, low, length)));
    }

    @Override
    public int sweep(final Origin origin, final int limit) {
        if (stale < 0) {
            throw new IllegalStateException("a fault of the target");
        }
        sweeps.add(origin);
        final int removed = Math.min(limit, stale);
        stale -= removed;
        return removed;
    }

    @Override
    public void keep(final Origin keeping) {
        kept.add(new Kept(keeping, sweeps.size()));
    }

    @Override
    public boolean forget(final int producer) {
        return belongings != null && !belongings.contains(producer);
    }
}
