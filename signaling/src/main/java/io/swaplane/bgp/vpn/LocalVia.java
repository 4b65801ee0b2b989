package io.swaplane.bgp.vpn;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.table.PayloadType;

/** What this router does with the packets of a VRF's own routes: what an in-label is given for. Equal by value. */
public sealed interface LocalVia {
    /** The VRF's name. */
    String vrf();

    /** What the label is for. */
    default BindingKey key(final Accept accept) {
        return new BindingKey(switch (this) {
            case WholeVrf whole -> new Fec.WholeVrf();
            case OneRoute route -> new Fec.Route(route.route());
        }, accept, vrf());
    }

    /** What the label does. */
    Action action();

    /** Looks each packet up in the VRF. */
    record WholeVrf(String vrf) implements LocalVia {
        @Override
        public Action action() {
            return new Action.LookupVrf(vrf, PayloadType.IP);
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
            return new Action.LookupVrf(vrf, PayloadType.IP);
        }
    }
}
