package io.swaplane.io.netlink;

/**
 * Hears what changes in a {@link KernelNetwork}, on the thread that polls it. The model already shows the change. Not called
 * for messages that change nothing.
 */
public interface NetworkListener {
    /** A link appeared, or something about it is different: name, MAC, MTU, state. */
    default void linkChanged(final Link link) {
    }

    /** A link is gone; its neighbours and addresses were told as gone before. */
    default void linkGone(final Link link) {
    }

    /** A neighbour appeared, or its state or MAC is different. */
    default void neighbourChanged(final Neighbour neighbour) {
    }

    /** A neighbour is no longer in the kernel's table. */
    default void neighbourGone(final Neighbour neighbour) {
    }

    /** An address appeared. One whose prefix length changes goes and appears. */
    default void addressChanged(final InterfaceAddress address) {
    }

    /** An address was taken off. */
    default void addressGone(final InterfaceAddress address) {
    }

    /**
     * The model agrees with the kernel again: after the first dump, and after each overrun. What differed was told by the other methods
     * before; steps in between may have been missed.
     */
    default void resynchronised() {
    }
}
