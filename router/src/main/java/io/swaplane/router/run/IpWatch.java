package io.swaplane.router.run;

/**
 * What the control thread looks after for interfaces that take IP: the host's addresses, neighbours that packets are waiting for, and that
 * the kernel forwards nothing.
 */
final class IpWatch {
    private final LocalAddresses addresses;
    private final Gleaning gleaning;
    private final KernelForwarding forwarding;

    IpWatch(final LocalAddresses addresses, final Gleaning gleaning, final KernelForwarding forwarding) {
        this.addresses = addresses;
        this.gleaning = gleaning;
        this.forwarding = forwarding;
    }

    /** One round; returns how much there was to do. */
    int doWork(final long nowNanos) {
        addresses.doWork();
        forwarding.doWork(nowNanos);
        return gleaning.doWork(nowNanos);
    }
}
