package io.swaplane.router.run;

import io.swaplane.control.intent.MacAddress;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.Link;
import io.swaplane.router.config.Host;

/** This machine, as a configuration asks it. */
final class KernelHost implements Host {
    private final KernelNetwork network;

    KernelHost(final KernelNetwork network) {
        this.network = network;
    }

    @Override
    public MacAddress mac(final String device) {
        return network.link(device).map(Link::mac).map(mac -> new MacAddress(mac.bits())).orElse(null);
    }

    @Override
    public boolean resolvesNeighbours() {
        return true;
    }
}
