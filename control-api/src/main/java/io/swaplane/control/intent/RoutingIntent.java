package io.swaplane.control.intent;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a router does with IP packets.
 *
 * @param vrfs its VRFs; the global table is none of them.
 * @param routes static routes of all of them and of the global table.
 * @param dscpToTc the traffic class of a pushed label for each DSCP, 64 values of 0 to 7 (RFC 3270, RFC 5462).
 */
public record RoutingIntent(List<VrfIntent> vrfs, List<RouteIntent> routes, List<Integer> dscpToTc) {
    /** The class selector, the DSCP's upper three bits. */
    public static final List<Integer> CLASS_SELECTORS = IntStream.range(0, 64).map(dscp -> dscp >> 3).boxed().toList();
    /** No VRF, no route. */
    public static final RoutingIntent NONE = new RoutingIntent(List.of(), List.of(), CLASS_SELECTORS);

    /** Copies the lists. */
    public RoutingIntent {
        vrfs = List.copyOf(vrfs);
        routes = List.copyOf(routes);
        dscpToTc = List.copyOf(dscpToTc);
    }
}
