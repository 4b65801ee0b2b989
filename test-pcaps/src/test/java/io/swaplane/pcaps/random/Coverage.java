package io.swaplane.pcaps.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.pcaps.reference.Tally;
import io.swaplane.table.Counters;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What random frames have reached so far, so that a test can tell whether they reached everything. */
final class Coverage {
    /** Only the receiving side and a withdrawn route make these. */
    private static final Set<DropReason> OUT_OF_REACH = EnumSet.of(DropReason.SNAPPED);
    private static final long ENOUGH = 50;

    private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    private final Map<PuntReason, Long> punts = new EnumMap<>(PuntReason.class);
    private final Map<String, Long> operations = new TreeMap<>();
    private final Map<String, Long> choices = new TreeMap<>();
    private final Map<String, Long> routes = new TreeMap<>();
    private long sent;
    private long received;

    void add(final RouterIntent intent, final Tally tally) {
        for (int port = 0; port < intent.ports().size(); port++) {
            for (final DropReason reason : DropReason.values()) {
                drops.merge(reason, tally.reason(port, reason), Long::sum);
            }
            for (final PuntReason reason : PuntReason.values()) {
                punts.merge(reason, tally.reason(port, reason), Long::sum);
            }
            sent += tally.port(port).outPackets();
            received += tally.port(port).inPackets();
        }
        for (final LspIntent lsp : intent.lsps()) {
            addOperation(lsp.action().getClass().getSimpleName(), tally.label(lsp.labelSpace(), lsp.label()));
        }
        for (final VrfIntent vrf : intent.routing().vrfs()) {
            if (vrf.label() != null) {
                addOperation("a VRF's own label", tally.label(LspIntent.PLATFORM, vrf.label()));
            }
        }
        tally.routes().forEach((kind, count) -> routes.merge(kind, count, Long::sum));
        tally.choices().forEach((kind, count) -> choices.merge(kind, count, Long::sum));
        for (int label = 0; label < 16; label++) {
            addOperation("label " + label, tally.label(LspIntent.PLATFORM, label));
        }
    }

    private void addOperation(final String operation, final Counters counters) {
        operations.merge(operation, counters.packets() + counters.errors(), Long::sum);
    }

    /** Fails when any operation or reason was not seen often. */
    void check() {
        for (final DropReason reason : DropReason.values()) {
            if (!OUT_OF_REACH.contains(reason)) {
                assertThat(drops.get(reason)).as("drops for %s", reason).isGreaterThan(ENOUGH);
            }
        }
        assertThat(punts).hasSize(PuntReason.count()).allSatisfy((reason, count) -> assertThat(count).isGreaterThan(ENOUGH));
        assertThat(operations).hasSize(11 + 16).allSatisfy((operation, count) -> assertThat(count).isGreaterThan(ENOUGH));
        assertThat(routes.keySet()).containsExactlyInAnyOrderElementsOf(kindsOfRoutes());
        assertThat(routes).allSatisfy((kind, count) -> assertThat(count).as(kind).isGreaterThan(ENOUGH));
        assertThat(choices).containsOnlyKeys("primary", "backup", "group at level 1", "group at level 2", "group at level 3")
            .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(ENOUGH));
        assertThat(sent).as("frames sent of %d", received).isGreaterThan(received / 5);
    }

    /** Every kind, met from an interface, from the host's and from behind a label, by both versions. */
    private static Set<String> kindsOfRoutes() {
        final Set<String> kinds = new TreeSet<>();
        for (final String what : List.of("nothing", "Local", "Connected", "Neighbour", "Forward", "Via", "Receive", "Drop", "Ecmp",
            "Protect")) {
            for (final String version : List.of("IPv4", "IPv6")) {
                for (final String from : List.of("IP", "host", "label")) {
                    for (final String leaked : List.of("", "leaked ")) {
                        if (leaked.isEmpty() || !what.equals("nothing")) {
                            kinds.add(from + " to " + leaked + what + " by " + version);
                        }
                    }
                }
            }
        }
        return kinds;
    }

    @Override
    public String toString() {
        return received + " frames in, " + sent + " sent; punts " + punts + "; drops " + drops + "; operations " + operations
            + "; routes " + routes + "; choices among next hops " + choices;
    }
}
