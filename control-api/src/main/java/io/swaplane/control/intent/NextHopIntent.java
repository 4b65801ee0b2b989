package io.swaplane.control.intent;

import java.net.InetAddress;
import java.util.List;

/** A next hop with its index, as {@code show mpls next-hop} names it. */
public sealed interface NextHopIntent {
    /** Its index, 1 to 1048575, unique in the router. */
    int index();

    /** Labels that it pushes itself, top of stack first; groups push none. */
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
     * A next hop that is reached through another one: its labels go on first, the other's above them. The other one is named by its
     * index, or it is looked up by the peer's address: the best tunnel to it, else a neighbour with that address on an MPLS interface.
     *
     * @param index its index.
     * @param via index of the next hop that resolves it; null to look the peer up.
     * @param peer whose address it stands for; may be null when {@code via} is given.
     * @param push labels that it pushes itself, top of stack first.
     */
    record Recursive(int index, Integer via, InetAddress peer, List<Integer> push) implements NextHopIntent {
        /** Copies the list. */
        public Recursive {
            push = List.copyOf(push);
        }
    }

    /**
     * Next hops that share the packets by flow and weight.
     *
     * @param index its index.
     * @param legs 1 to 16 of them.
     */
    record Group(int index, List<Leg> legs) implements NextHopIntent {
        /** Copies the list. */
        public Group {
            legs = List.copyOf(legs);
        }

        @Override
        public List<Integer> push() {
            return List.of();
        }
    }

    /**
     * A leg of a group.
     *
     * @param weight 1 to 255.
     * @param nextHop index of the next hop that takes its share.
     */
    record Leg(int weight, int nextHop) { }

    /**
     * One next hop while its port is up, else the other.
     *
     * @param index its index.
     * @param primary index of the first.
     * @param backup index of the other.
     */
    record Protected(int index, int primary, int backup) implements NextHopIntent {
        @Override
        public List<Integer> push() {
            return List.of();
        }
    }
}
