package io.swaplane.control.view;

import java.util.List;

/**
 * A BGP route with its paths, the best first.
 *
 * @param family as {@link BgpPeerView.Family#family}.
 * @param vrf the VRF whose table it is in, or null outside.
 * @param rd its route distinguisher as {@code 100:0}, or null where there is none.
 * @param prefix as {@code 10.10.10.11/32}.
 * @param paths its paths; of a route asked for as a peer has it, that one.
 */
public record BgpRouteView(String family, String vrf, String rd, String prefix, List<BgpPathView> paths) {
    /** Copies the list. */
    public BgpRouteView {
        paths = List.copyOf(paths);
    }
}
