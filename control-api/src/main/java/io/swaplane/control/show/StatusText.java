package io.swaplane.control.show;

import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import java.util.List;
import java.util.stream.Collectors;

/** The text of the {@code show} commands that are one table: drops, punts, ports, neighbours. */
public final class StatusText {
    private StatusText() {
    }

    /** {@code show drops}: every reason that came about, with its count, in all and by port. */
    public static List<String> drops(final List<ReasonView> drops) {
        return reasons(drops, "no packets dropped");
    }

    /** {@code show punts}: the same for packets that were given to the host. */
    public static List<String> punts(final List<ReasonView> punts) {
        return reasons(punts, "no packets punted");
    }

    private static List<String> reasons(final List<ReasonView> reasons, final String none) {
        final List<ReasonView> seen = reasons.stream().filter(reason -> reason.packets() != 0).toList();
        if (seen.isEmpty()) {
            return List.of(none);
        }
        final Columns columns = new Columns("rllll");
        columns.row("packets", "reason", "severity", "ports", "meaning");
        for (final ReasonView reason : seen) {
            columns.row(reason.packets(), reason.reason(), reason.severity(),
                reason.byPort().entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(",")),
                reason.sentence());
        }
        return columns.drain();
    }

    /** {@code show ports}: state and counters of every port. */
    public static List<String> ports(final List<PortView> ports) {
        final Columns columns = new Columns("llrrrrr");
        columns.row("port", "state", "in-packets", "in-octets", "out-packets", "out-octets", "out-discards");
        for (final PortView port : ports) {
            columns.row(port.port(), port.up() ? "up" : "down", port.inPackets(), port.inOctets(), port.outPackets(), port.outOctets(),
                port.outDiscards());
        }
        return columns.drain();
    }

    /** {@code show neighbours}: where next hops lead, and whether it is known how to get there. */
    public static List<String> neighbours(final List<NeighbourView> neighbours) {
        if (neighbours.isEmpty()) {
            return List.of("no neighbours");
        }
        final Columns columns = new Columns("lllll");
        columns.row("interface", "address", "mac", "state", "kept-fresh");
        for (final NeighbourView each : neighbours) {
            columns.row(each.interfaceName(), each.address(), each.mac() == null ? "unknown" : each.mac(), each.state(),
                each.managed() ? "yes" : "no");
        }
        return columns.drain();
    }
}
