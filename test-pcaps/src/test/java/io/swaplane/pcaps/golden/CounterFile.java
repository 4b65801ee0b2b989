package io.swaplane.pcaps.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouterView;
import io.swaplane.control.view.StatisticsView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A router's counters as a golden file: JSON, sorted by name. Labels and next hops have {@code [packets, octets, errors, discards]},
 * null where nothing is counted; ports {@code [in packets, in octets, out packets, out octets, out discards]}; drops and punts have
 * a count for each ingress port, and only those that happened.
 */
record CounterFile(Map<String, List<Long>> labels, Map<String, List<Long>> nextHops, Map<String, List<Long>> ports,
                   Map<String, Map<String, Long>> drops, Map<String, Map<String, Long>> punts) {
    static CounterFile of(final RouterView view) {
        final Map<String, List<Long>> labels = new TreeMap<>();
        for (final LabelView label : view.labels()) {
            labels.put(label.label() + " in " + label.labelSpace(), list(label.statistics()));
        }
        final Map<String, List<Long>> nextHops = new TreeMap<>();
        for (final NextHopView hop : view.nextHops()) {
            nextHops.put(Integer.toString(hop.index()), list(hop.statistics()));
        }
        final Map<String, List<Long>> ports = new TreeMap<>();
        for (final PortView port : view.ports()) {
            ports.put(port.port(), List.of(port.inPackets(), port.inOctets(), port.outPackets(), port.outOctets(), port.outDiscards()));
        }
        return new CounterFile(labels, nextHops, ports, reasons(view.drops()), reasons(view.punts()));
    }

    /** Counts by reason and ingress port. */
    static Map<String, Map<String, Long>> reasons(final List<ReasonView> views) {
        final Map<String, Map<String, Long>> reasons = new TreeMap<>();
        for (final ReasonView view : views) {
            if (view.packets() > 0) {
                reasons.put(view.reason(), new TreeMap<>(view.byPort()));
            }
        }
        return reasons;
    }

    private static List<Long> list(final StatisticsView statistics) {
        return statistics == null ? null
            : List.of(statistics.packets(), statistics.octets(), statistics.errors(), statistics.discards());
    }

    String json() throws JsonProcessingException {
        final DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return new ObjectMapper().writer(printer).writeValueAsString(this) + "\n";
    }
}
