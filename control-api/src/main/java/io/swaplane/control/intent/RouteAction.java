package io.swaplane.control.intent;

import java.net.InetAddress;
import java.util.List;

/** What is done to an IP packet that a route is for. */
public sealed interface RouteAction {
    /** One way out, and so what can be a leg of a group. */
    sealed interface Path extends RouteAction { }

    /**
     * By a next hop of any kind.
     *
     * @param label pushed under the next hop's own labels (the VPN label of a remote PE), or null for none.
     * @param nextHop index of the next hop.
     */
    record Forward(Integer label, int nextHop) implements Path { }

    /**
     * To a gateway on a connected link of the route's VRF, unlabelled.
     *
     * @param gateway its address.
     */
    record Via(InetAddress gateway) implements Path { }

    /** To the host: the destination is this router itself. */
    record Receive() implements RouteAction { }

    /** Discard. */
    record Drop() implements RouteAction { }

    /** Share by flow and weight; legs may push different labels, or none. */
    record Ecmp(List<Leg> legs) implements RouteAction {
        /** Copies the list. */
        public Ecmp {
            legs = List.copyOf(legs);
        }
    }

    /**
     * A leg of a group.
     *
     * @param weight 1 to 255.
     * @param action a {@link Path} or a {@link Protect}.
     */
    record Leg(int weight, RouteAction action) { }

    /** One path while a port of it is up, else the other. */
    record Protect(Path primary, Path backup) implements RouteAction { }
}
