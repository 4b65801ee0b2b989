package io.swaplane.bgp.router;

import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;

/**
 * A VRF that takes part in BGP.
 *
 * @param vrf the VRF, with its route distinguisher and targets.
 * @param networks prefixes of the VRF that this router originates: its links', its static routes', and such.
 */
public record BgpVrf(VrfIntent vrf, List<Prefix> networks) {
    /** Copies the list. */
    public BgpVrf {
        networks = List.copyOf(networks);
    }
}
