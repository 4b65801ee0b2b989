package io.swaplane.router.run;

import io.swaplane.control.Conductor;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.Link;
import io.swaplane.io.netlink.NetworkListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the carrier of each port's interface: one store into the port's state word moves every protection pair and ECMP leg that leads
 * by it. Control thread only.
 */
final class PortSupervisor implements NetworkListener {
    private static final Logger LOG = LoggerFactory.getLogger(PortSupervisor.class);

    private final Conductor conductor;
    private final EgressMtu egressMtu;
    private final Map<Integer, LivePort> ports = new HashMap<>();
    private final Map<Integer, Link> last = new HashMap<>();

    PortSupervisor(final Conductor conductor, final List<LivePort> ports, final KernelNetwork network,
                   final EgressMtu egressMtu) {
        this.conductor = conductor;
        this.egressMtu = egressMtu;
        for (final LivePort port : ports) {
            this.ports.put(port.interfaceIndex(), port);
            network.link(port.interfaceIndex()).ifPresentOrElse(this::linkChanged, () -> conductor.setPortState(port.name(), false));
        }
        network.addListener(this);
    }

    @Override
    public void linkChanged(final Link link) {
        final LivePort port = ports.get(link.index());
        if (port == null) {
            return;
        }
        conductor.setPortState(port.name(), link.isRunning());
        final Link before = last.put(link.index(), link);
        if (before == null) {
            return;
        }
        if (before.isRunning() != link.isRunning()) {
            LOG.warn("port {} is {}", port.name(), link.isRunning() ? "up" : link.up() ? "down: no carrier" : "down");
        }
        if (!before.name().equals(link.name())) {
            LOG.warn("port {}: interface {} is called {} now", port.name(), before.name(), link.name());
        }
        if (before.mtu() != link.mtu()) {
            LOG.warn("port {}: MTU {} instead of {}", port.name(), link.mtu(), before.mtu());
            port.mtu(link.mtu());
            egressMtu.problems(port, link.name(), link.mtu()).forEach(LOG::error);
        }
        if (before.mac() != null && !before.mac().equals(link.mac())) {
            LOG.warn("port {}: MAC address {} instead of {}: frames to the configured one are still taken", port.name(), link.mac(),
                before.mac());
        }
    }

    @Override
    public void linkGone(final Link link) {
        // For good: one that returns under its index, as from another network namespace, is not what the port's sockets are bound to.
        final LivePort port = ports.remove(link.index());
        if (port != null) {
            conductor.setPortState(port.name(), false);
            last.remove(link.index());
            LOG.error("port {}: interface {} is gone; restart swaplane once there is another", port.name(), link.name());
        }
    }

    /** The interface of a port as it was last seen; null when it is gone. */
    Link link(final LivePort port) {
        return last.get(port.interfaceIndex());
    }
}
