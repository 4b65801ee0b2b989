package io.swaplane.control.show;

import io.swaplane.control.view.HostView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.TapView;
import io.swaplane.control.view.WorkerView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The text of the {@code show} commands that are one table: drops, punts, ports, neighbours, workers, host. */
public final class StatusText {
    private static final String INDENT = "  ";

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
        final Columns columns = new Columns("llllll");
        columns.row("interface", "address", "mac", "state", "kept-fresh", "refused");
        for (final NeighbourView each : neighbours) {
            columns.row(each.interfaceName(), each.address(), each.mac() == null ? "unknown" : each.mac(), each.state(),
                each.managed() ? "yes" : "no", each.refusal() == null ? "" : each.refusal());
        }
        return columns.drain();
    }

    /** {@code show workers}: what each worker does, and how often it did not get to it in time. */
    public static List<String> workers(final List<WorkerView> workers) {
        final Columns columns = new Columns("rrllrrrrr");
        columns.row("worker", "cpu", "idle", "state", "cycles", "busy-cycles", "in-packets", "stalls", "longest-stall");
        for (final WorkerView each : workers) {
            columns.row(each.worker(), each.cpu() == null ? "any" : each.cpu(), each.idle(), each.state(), each.cycles(),
                each.busyCycles(), each.packets(), each.stalls(), micros(each.longestStallNanos()));
        }
        return columns.drain();
    }

    private static String micros(final long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) + "us";
    }

    /** {@code show host}: packets handed to the host's kernel, and what it said of its network. */
    public static List<String> host(final HostView host) {
        final List<String> lines = new ArrayList<>();
        final TapView tap = host.tap();
        if (tap == null) {
            lines.add("No TAP device: packets for the host are dropped");
        } else {
            lines.add("TAP device " + tap.device() + ":");
            lines.add(INDENT + tap.delivered() + " pkts delivered");
            lines.add(INDENT + tap.notForHost() + " pkts dropped, not the host's");
            lines.add(INDENT + tap.refused() + " pkts refused by the kernel");
        }
        lines.add("Kernel's network:");
        lines.add(INDENT + host.neighbourRequests() + " neighbour requests");
        lines.add(INDENT + host.neighbourRefusals() + " neighbour requests refused");
        lines.add(INDENT + host.overruns() + " overruns, tables read again");
        lines.add(INDENT + host.repeatedDumps() + " tables read again as they changed");
        lines.add(INDENT + host.malformed() + " messages not understood");
        host.kernelForwarding().forEach(each -> lines.add(INDENT + "FORWARDS IP BY ITSELF: " + each + " must be 0"));
        return lines;
    }
}
