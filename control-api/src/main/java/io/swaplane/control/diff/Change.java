package io.swaplane.control.diff;

import io.swaplane.control.Conductor;
import io.swaplane.control.Restoration;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;

/** One step from a configuration to another: what was, and what is to be; one of the two may be null, as there is none. */
sealed interface Change {
    /**
     * What the router has in the place of what changes, whosever it is.
     *
     * @throws RefusedException when there is no such place.
     */
    Restoration.Saved save(Restoration standing);

    /**
     * Takes the step, for the configuration.
     *
     * @throws RefusedException when the router refuses it; nothing has changed then.
     */
    void apply(Conductor target);

    /** A neighbour. */
    record Neighbour(NeighbourIntent was, NeighbourIntent now) implements Change {
        @Override
        public Restoration.Saved save(final Restoration standing) {
            final NeighbourIntent any = now == null ? was : now;
            return standing.neighbour(any.interfaceName(), any.address());
        }

        @Override
        public void apply(final Conductor target) {
            if (now == null) {
                target.removeNeighbour(Origin.STATIC, was.interfaceName(), was.address());
            } else {
                target.onNeighbour(Origin.STATIC, now);
            }
        }
    }

    /** A next hop. */
    record NextHop(NextHopIntent was, NextHopIntent now) implements Change {
        @Override
        public Restoration.Saved save(final Restoration standing) {
            return standing.nextHop(now == null ? was.index() : now.index());
        }

        @Override
        public void apply(final Conductor target) {
            if (now == null) {
                target.removeNextHop(Origin.STATIC, was.index());
            } else {
                target.onNextHop(Origin.STATIC, now);
            }
        }
    }

    /** A tunnel. */
    record Tunnel(TunnelIntent was, TunnelIntent now) implements Change {
        @Override
        public Restoration.Saved save(final Restoration standing) {
            final TunnelIntent any = now == null ? was : now;
            return standing.tunnel(any.endpoint(), any.owner());
        }

        @Override
        public void apply(final Conductor target) {
            if (now == null) {
                target.removeTunnel(Origin.STATIC, was.endpoint(), was.owner());
            } else {
                target.onTunnel(Origin.STATIC, now);
            }
        }
    }

    /** A label entry. */
    record Label(LspIntent was, LspIntent now) implements Change {
        @Override
        public Restoration.Saved save(final Restoration standing) {
            final LspIntent any = now == null ? was : now;
            return standing.label(any.labelSpace(), any.label());
        }

        @Override
        public void apply(final Conductor target) {
            if (now == null) {
                target.removeLabel(Origin.STATIC, target.labelSpaceNumber(was.labelSpace()), was.label());
            } else {
                target.onLabel(Origin.STATIC, now);
            }
        }
    }

    /** A VRF. */
    record Vrf(VrfIntent was, VrfIntent now) implements Change {
        @Override
        public Restoration.Saved save(final Restoration standing) {
            return standing.vrf(now == null ? was.name() : now.name());
        }

        @Override
        public void apply(final Conductor target) {
            if (now == null) {
                target.removeVrf(was.name());
            } else {
                target.onVrf(now);
            }
        }
    }

    /** A route. */
    record Route(RouteIntent was, RouteIntent now) implements Change {
        @Override
        public Restoration.Saved save(final Restoration standing) {
            final RouteIntent any = now == null ? was : now;
            return standing.route(any.vrf(), any.prefix());
        }

        @Override
        public void apply(final Conductor target) {
            if (now == null) {
                target.removeRoute(was.vrf(), was.prefix());
            } else {
                target.onRoute(now);
            }
        }
    }
}
