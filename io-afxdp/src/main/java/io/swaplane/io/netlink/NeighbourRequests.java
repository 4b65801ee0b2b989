package io.swaplane.io.netlink;

import io.swaplane.io.kernel.KernelException;

/** What the resolver asks of the kernel about neighbours. */
public interface NeighbourRequests {
    /**
     * Has the kernel resolve a neighbour now and keep it fresh from then on, without traffic of its own.
     *
     * @throws KernelException when it refuses, such as when the interface is gone.
     */
    void manage(NeighbourKey key) throws KernelException;

    /**
     * Has the kernel treat a neighbour as any other again; what it knows of it stays until it ages.
     *
     * @throws KernelException when it refuses.
     */
    void unmanage(NeighbourKey key) throws KernelException;
}
