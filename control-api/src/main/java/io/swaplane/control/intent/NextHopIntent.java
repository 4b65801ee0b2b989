package io.swaplane.control.intent;

import java.net.InetAddress;
import java.util.List;

/** A next hop with its index, as {@code show mpls next-hop} names it. */
public sealed interface NextHopIntent {
    /** Its index, 1 to 1048575, unique in the router. */
    int index();

    /** Labels that it pushes, top of stack first. */
    List<Integer> push();

    /**
     * An interface and the neighbour on it.
     *
     * @param index its index.
     * @param interfaceName egress interface.
     * @param neighbour the neighbour's address, which {@link NeighbourIntent} gives a MAC address.
     * @param push labels that it pushes, top of stack first.
     * @param statistics whether packets are counted.
     * @param pipeTtl TTL of its pushed labels in pipe model, or null for the router's.
     * @param pipeTc TC of its pushed labels in pipe model, or null for the router's.
     */
    record Direct(int index, String interfaceName, InetAddress neighbour, List<Integer> push, boolean statistics, Integer pipeTtl,
                  Integer pipeTc) implements NextHopIntent {
        /** Copies the list. */
        public Direct {
            push = List.copyOf(push);
        }
    }

    /**
     * A next hop that is reached through another one, "resolved by MPLS next-hop N": its labels go on first, the other's above
     * them.
     *
     * @param index its index.
     * @param via index of the next hop that resolves it.
     * @param peer whose address it stands for, or null.
     * @param push labels that it pushes itself, top of stack first.
     */
    record Recursive(int index, int via, InetAddress peer, List<Integer> push) implements NextHopIntent {
        /** Copies the list. */
        public Recursive {
            push = List.copyOf(push);
        }
    }
}
