package io.swaplane.control.show;

import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouterView;
import java.util.List;
import java.util.stream.Collectors;

/** The text of {@code show drops}, {@code show punts} and {@code show ports}. */
public final class StatusText {
    private final RouterView view;

    public StatusText(final RouterView view) {
        this.view = view;
    }

    /** {@code show drops}: every reason that came about, with its count, in all and by port. */
    public List<String> drops() {
        return reasons(view.drops(), "no packets dropped");
    }

    /** {@code show punts}: the same for packets that were given to the host. */
    public List<String> punts() {
        return reasons(view.punts(), "no packets punted");
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
        return columns.lines();
    }

    /** {@code show ports}: state and counters of every port. */
    public List<String> ports() {
        final Columns columns = new Columns("llrrrrr");
        columns.row("port", "state", "in-packets", "in-octets", "out-packets", "out-octets", "out-discards");
        for (final PortView port : view.ports()) {
            columns.row(port.port(), port.up() ? "up" : "down", port.inPackets(), port.inOctets(), port.outPackets(), port.outOctets(),
                port.outDiscards());
        }
        return columns.lines();
    }
}
