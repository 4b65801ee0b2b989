package io.swaplane.io.netlink;

import io.swaplane.io.kernel.KernelException;

/** Hears what becomes of the next hops that a {@link NeighbourResolver} watches, on the thread that drives it. */
public interface ResolutionListener {
    /** The next hop's MAC address is known, or is another one now. */
    void resolved(NeighbourKey nextHop, HardwareAddress mac);

    /** The next hop's MAC address, told before, must no longer be used. */
    void lost(NeighbourKey nextHop);

    /** The kernel refused a request about the next hop. Told each time: a request is repeated while it is needed. */
    void refused(NeighbourKey nextHop, KernelException refusal);
}
