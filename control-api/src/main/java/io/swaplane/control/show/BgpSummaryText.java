package io.swaplane.control.show;

import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text of {@code show ip bgp summary}. */
public final class BgpSummaryText {
    private static final String NONE = "-";
    private static final String ESTABLISHED = "established";
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private BgpSummaryText() {
    }

    /** The speaker, its tables with routes in them, and a line for each peer. */
    public static List<String> lines(final BgpSummaryView summary) {
        final List<String> lines = new ArrayList<>();
        lines.add(identity(summary) + ", cluster ID " + summary.clusterId());
        lines.add("Sets of attributes: " + summary.attributes() + ", octets of routes: " + summary.octets() + ", in-labels: "
            + summary.labels());
        final List<BgpTableView> tables = summary.tables().stream().filter(each -> each.destinations() > 0 || each.paths() > 0).toList();
        if (!tables.isEmpty()) {
            lines.add("");
            final Columns columns = new Columns("llrr");
            columns.row("table", "VRF", "prefixes", "paths");
            tables.forEach(each -> columns.row(each.family(), or(each.vrf()), each.destinations(), each.paths()));
            lines.addAll(columns.drain());
        }
        lines.add("");
        if (summary.peers().isEmpty()) {
            lines.add("no neighbors");
            return lines;
        }
        final Columns columns = new Columns("lllrrrrrl");
        columns.row("neighbor", "address", "VRF", "AS", "msgs-in", "msgs-out", "up/down", "prefixes", "state");
        summary.peers().forEach(each -> columns.row(each.name(), each.address(), or(each.vrf()), or(each.remoteAs()), each.messagesIn(),
            each.messagesOut(), duration(each.seconds()), each.state().equals(ESTABLISHED) ? received(each) : NONE, each.state()));
        lines.addAll(columns.drain());
        return lines;
    }

    /** As in {@code Local router ID 2.2.2.2, local AS 42}. */
    static String identity(final BgpSummaryView summary) {
        return "Local router ID " + summary.routerId() + ", local AS " + summary.as();
    }

    private static int received(final BgpPeerView peer) {
        return peer.families().stream().mapToInt(BgpPeerView.Family::received).sum();
    }

    /** As in {@code 01:02:03}, or {@code 3d04h05m} from a day on. */
    static String duration(final long seconds) {
        return seconds < DAY
            ? String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE)
            : String.format(Locale.ROOT, "%dd%02dh%02dm", seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    }

    private static Object or(final Object value) {
        return value == null ? NONE : value;
    }
}
