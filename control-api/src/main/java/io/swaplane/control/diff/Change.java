package io.swaplane.control.diff;

import io.swaplane.control.CommandTarget;
import io.swaplane.control.PrefixKey;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;

/** One step from a configuration to another: what was, and what is to be; one of the two may be null, as there is none. */
sealed interface Change {
    /**
     * Takes the step, for the configuration.
     *
     * @throws RefusedException when the router refuses it; nothing has changed then.
     */
    void apply(CommandTarget target);

    /** The step back. */
    Change inverse();

    /** A neighbour. */
    record Neighbour(NeighbourIntent was, NeighbourIntent now) implements Change {
        @Override
        public void apply(final CommandTarget target) {
            if (now == null) {
                target.removeNeighbour(Origin.STATIC, was.interfaceName(), was.address());
            } else {
                target.onNeighbour(Origin.STATIC, now);
            }
        }

        @Override
        public Change inverse() {
            return new Neighbour(now, was);
        }
    }

    /** A next hop. */
    record NextHop(NextHopIntent was, NextHopIntent now) implements Change {
        @Override
        public void apply(final CommandTarget target) {
            if (now == null) {
                target.removeNextHop(Origin.STATIC, was.index());
            } else {
                target.onNextHop(Origin.STATIC, now);
            }
        }

        @Override
        public Change inverse() {
            return new NextHop(now, was);
        }
    }

    /** A tunnel. */
    record Tunnel(TunnelIntent was, TunnelIntent now) implements Change {
        @Override
        public void apply(final CommandTarget target) {
            if (now == null) {
                target.removeTunnel(Origin.STATIC, was.endpoint(), was.owner());
            } else {
                target.onTunnel(Origin.STATIC, now);
            }
        }

        @Override
        public Change inverse() {
            return new Tunnel(now, was);
        }
    }

    /** A label entry. */
    record Label(LspIntent was, LspIntent now) implements Change {
        @Override
        public void apply(final CommandTarget target) {
            if (now == null) {
                target.removeLabel(Origin.STATIC, target.labelSpaceNumber(was.labelSpace()), was.label());
            } else {
                target.onLabel(Origin.STATIC, now);
            }
        }

        @Override
        public Change inverse() {
            return new Label(now, was);
        }
    }

    /** A VRF. */
    record Vrf(VrfIntent was, VrfIntent now) implements Change {
        @Override
        public void apply(final CommandTarget target) {
            if (now == null) {
                target.removeVrf(Origin.STATIC, was.name());
            } else {
                target.onVrf(Origin.STATIC, now);
            }
        }

        @Override
        public Change inverse() {
            return new Vrf(now, was);
        }
    }

    /** A route. */
    record Route(RouteIntent was, RouteIntent now) implements Change {
        @Override
        public void apply(final CommandTarget target) {
            if (now == null) {
                final InetAddress address = was.prefix().address();
                target.removeRoute(Origin.STATIC, was.vrf(), PrefixKey.family(address), PrefixKey.high(address), PrefixKey.low(address),
                    was.prefix().length());
            } else {
                target.onRoute(Origin.STATIC, now);
            }
        }

        @Override
        public Change inverse() {
            return new Route(now, was);
        }
    }
}
