package io.swaplane.control.intent;

import java.util.List;

/**
 * A VRF (RFC 4364 §3): an IPv4 and an IPv6 table of its own, for the interfaces bound to it.
 *
 * @param name its name, unique in the router; {@link #GLOBAL} is the global table's, which always exists.
 * @param routeDistinguisher its route distinguisher, or null when its routes go to no other router.
 * @param imports routes with one of these targets come into it.
 * @param exports targets that its own routes carry; a VRF of this router that imports one has them, too.
 * @param labelMode for what its routes get labels.
 * @param label the VRF's label in mode {@link LabelMode#PER_VRF} when the configuration gives it, else null.
 */
public record VrfIntent(String name, RouteDistinguisher routeDistinguisher, List<RouteTarget> imports, List<RouteTarget> exports,
                        LabelMode labelMode, Integer label) {
    /** The global table's name. */
    public static final String GLOBAL = "global";

    /** Copies the lists. */
    public VrfIntent {
        imports = List.copyOf(imports);
        exports = List.copyOf(exports);
    }
}
