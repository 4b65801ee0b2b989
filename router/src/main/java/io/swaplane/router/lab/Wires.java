package io.swaplane.router.lab;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.router.config.Lab;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who is at the other end of an interface. Any thread. */
final class Wires {
    private final Map<String, RouterIntent> routers = new LinkedHashMap<>();
    private final List<LabLink> links;

    /** An interface of a router. */
    record Attached(String router, InterfaceIntent on) {
        /** Whether it is the router's own there. */
        boolean has(final InetAddress address) {
            return on.addresses().stream().map(Prefix::address).anyMatch(address::equals);
        }
    }

    Wires(final Lab lab, final List<LabLink> links) {
        lab.routers().forEach(each -> routers.put(each.intent().name(), each.intent()));
        this.links = List.copyOf(links);
    }

    /** The routers as configured, by name. */
    Map<String, RouterIntent> routers() {
        return routers;
    }

    /** The link at a port; null when there is none. */
    LabLink link(final Lab.End end) {
        return links.stream().filter(each -> each.otherEnd(end) != null).findFirst().orElse(null);
    }

    /** The interfaces that frames from this one reach, while the link is up. */
    Stream<Attached> reached(final String router, final InterfaceIntent on) {
        final Lab.End end = new Lab.End(router, on.port());
        final LabLink link = link(end);
        if (link == null || !link.isUp()) {
            return Stream.empty();
        }
        final Lab.End other = link.otherEnd(end);
        return routers.get(other.router()).interfaces().stream()
            .filter(each -> each.port().equals(other.port()) && each.vlans().equals(on.vlans()))
            .map(each -> new Attached(other.router(), each));
    }

    /** The interface at the other end that has an address; null when it is not reached. */
    Attached neighbour(final String router, final InterfaceIntent on, final InetAddress address) {
        return reached(router, on).filter(each -> each.has(address)).findFirst().orElse(null);
    }
}
