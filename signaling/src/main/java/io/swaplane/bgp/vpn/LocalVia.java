package io.swaplane.bgp.vpn;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;

/** What this router does with the packets of a VRF's own routes: what an in-label is given for. Equal by value. */
public sealed interface LocalVia {
    /** The VRF's name. */
    String vrf();

    /** What the label is for. */
    default BindingKey key(final Accept accept) {
        return new BindingKey(switch (this) {
            case WholeVrf whole -> new Fec.WholeVrf();
            case ToGateway gateway -> new Fec.NextHop(gateway.gateway());
            case OneRoute route -> new Fec.Route(route.route());
        }, accept, vrf());
    }

    /** What the label does. */
    Action action();

    /** Looks each packet up in the VRF. */
    record WholeVrf(String vrf) implements LocalVia {
        @Override
        public Action action() {
            return new Action.LookupVrf(vrf, PayloadType.IPV4);
        }
    }

    /**
     * Straight to a gateway.
     *
     * @param vrf the VRF's name.
     * @param gateway the gateway's address.
     * @param nextHop index of the next hop that leads to it.
     * @param payload what it is given.
     */
    record ToGateway(String vrf, InetAddress gateway, int nextHop, PayloadType payload) implements LocalVia {
        @Override
        public Action action() {
            return new Action.Pop(payload, nextHop);
        }
    }

    /**
     * A route's own label, which looks its packets up in the VRF.
     *
     * @param vrf the VRF's name.
     * @param route the route's prefix.
     */
    record OneRoute(String vrf, String route) implements LocalVia {
        @Override
        public Action action() {
            return new Action.LookupVrf(vrf, PayloadType.IPV4);
        }
    }
}
