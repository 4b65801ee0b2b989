package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.AttributeCache;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.AcceptSetIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.table.LabelRange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;

/**
 * ASBR2 of figure 78 in one thread: a conductor, its command ring and a speaker. Tunnels to 1.1.1.1 and 1.1.1.2 behind 10.20.20.1 on core0,
 * external neighbours 10.5.5.5 on ext0 and 10.6.6.6 on ext1. ((1.1.1.1, 16), ext0) is pinned to 44. With VRFs there are customers:
 * 10.1.0.2 on ce0 and 10.2.0.2 on ce1 in the first VRF (together
 * the accept set customer), and 10.1.0.2 on ce2 in the last, if that is another.
 */
final class TestRouter implements AutoCloseable {
    static final Accept CORE = new Accept.Core();
    static final Accept EXT0 = new Accept.Interface("ext0");
    static final Accept EXT1 = new Accept.Interface("ext1");
    static final NextHop SELF = NextHop.of(ip("10.5.5.50"));
    static final long AS = 42;
    static final int ROUTER_ID = 0x02020202;

    private static final MacAddress OWN_MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:22");

    final Conductor conductor;
    final Producers producers;
    final Producer producer;
    final CommandReader reader;
    final Speaker speaker;
    final AttributeCache cache = new AttributeCache();
    final List<Throwable> errors = new ArrayList<>();
    long now = 1;

    TestRouter(final SpeakerOptions options, final RoutingIntent routing, final int ring, final int window, final int dynamicLabels) {
        conductor = new Conductor(intent(routing, dynamicLabels), 1, () -> now);
        producers = new Producers(new CommandRing(ring), window, SystemNanoClock.INSTANCE, () -> { });
        final Watcher watcher = conductor.watch(EnumSet.of(Event.Kind.NEXT_HOP), 1 << 10);
        producer = producers.open(new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, Duration.ofMinutes(1)));
        reader = new CommandReader(producers, conductor, errors::add);
        speaker = new Speaker(options, producer, watcher, () -> now);
        for (final InterfaceIntent each : customers(routing)) {
            speaker.link(each.vrf(), each.addresses().get(0), each.name());
        }
    }

    TestRouter(final SpeakerOptions options) {
        this(options, RoutingIntent.NONE, 1 << 20, 1 << 12, 100_000);
    }

    TestRouter() {
        this(SpeakerOptions.of(ROUTER_ID));
    }

    static InetAddress ip(final String text) {
        return InetAddress.ofLiteral(text);
    }

    private static RouterIntent intent(final RoutingIntent routing, final int dynamicLabels) {
        final List<InterfaceIntent> interfaces = new ArrayList<>(List.of(mpls("core0", "p0", MplsMode.CORE),
            mpls("ext0", "p1", MplsMode.EXTERNAL), mpls("ext1", "p2", MplsMode.EXTERNAL)));
        final List<InterfaceIntent> customers = customers(routing);
        interfaces.addAll(customers);
        final List<NeighbourIntent> neighbours = new ArrayList<>(List.of(new NeighbourIntent("core0", ip("10.20.20.1"), MAC),
            new NeighbourIntent("ext0", ip("10.5.5.5"), MAC), new NeighbourIntent("ext1", ip("10.6.6.6"), MAC)));
        for (final InterfaceIntent each : customers) {
            neighbours.add(new NeighbourIntent(each.name(), ip(each.name().equals("ce1") ? "10.2.0.2" : "10.1.0.2"), MAC));
        }
        final BindingKey pinned = new BindingKey(new Fec.ReceivedLabel(ip("1.1.1.1"), 16), EXT0, null);
        return new RouterIntent("asbr2", "2.2.2.2", Defaults.STANDARD, new LabelRange(1000, 999 + dynamicLabels),
            new LabelSettings(Duration.ofMinutes(1), List.of(), List.of(new LabelSettings.Pin(pinned, 44))), SpecialLabels.STANDARD,
            List.of("p0", "p1", "p2", "p3"), interfaces, neighbours, customers.isEmpty() ? List.of()
                : List.of(new AcceptSetIntent("customer", List.of(new Accept.Interface("ce0"), new Accept.Interface("ce1")))),
            List.of(direct(23, 34), direct(24, 35)),
            List.of(new TunnelIntent(ip("1.1.1.1"), "static", 23, 0, 3), new TunnelIntent(ip("1.1.1.2"), "static", 24, 0, 3)), List.of(),
            routing);
    }

    private static List<InterfaceIntent> customers(final RoutingIntent routing) {
        final List<InterfaceIntent> all = new ArrayList<>();
        if (!routing.vrfs().isEmpty()) {
            final String first = routing.vrfs().getFirst().name();
            final String last = routing.vrfs().getLast().name();
            all.add(customer("ce0", 10, first, "10.1.0.1"));
            all.add(customer("ce1", 11, first, "10.2.0.1"));
            if (!last.equals(first)) {
                all.add(customer("ce2", 12, last, "10.1.0.1"));
            }
        }
        return all;
    }

    private static InterfaceIntent customer(final String name, final int vlan, final String vrf, final String address) {
        return new InterfaceIntent(name, "p3", List.of(vlan), 0x88A8, OWN_MAC, MplsMode.EXTERNAL, 1500, false, false, vrf,
            List.of(new Prefix(ip(address), 24)));
    }

    private static InterfaceIntent mpls(final String name, final String port, final MplsMode mode) {
        return new InterfaceIntent(name, port, List.of(), 0x88A8, OWN_MAC, mode, 1500, false, false);
    }

    private static NextHopIntent direct(final int index, final int label) {
        return new NextHopIntent.Direct(index, "core0", ip("10.20.20.1"), List.of(label), true, null, null);
    }

    /** One step of the router; how much there was to do. */
    int router() {
        final int occupied = producers.ring().occupied();
        return reader.doWork(now) + conductor.doWork() + occupied;
    }

    /** All steps until nothing is left to do. */
    void settle() {
        int idle = 0;
        for (int i = 0; idle < 3; i++) {
            idle = router() + speaker.doWork() == 0 ? idle + 1 : 0;
            if (i > 1_000_000) {
                throw new AssertionError("the router finds work without end");
            }
        }
        if (!errors.isEmpty()) {
            throw new AssertionError(errors.get(0));
        }
    }

    /** What a label does, as {@code show mpls forwarding} says it; null without entry. */
    String entry(final int label) {
        return conductor.label(LspIntent.PLATFORM, label)
            .map(view -> view.actions().get(0).summary() + ", " + view.spoofCheck() + ", " + view.bindingState()).orElse(null);
    }

    /** What is done with packets to an address, as in {@code forward [34, 77] core0 10.20.20.1}: the first way out. */
    String stack(final String vrf, final String address) {
        final RouteDecision decision = conductor.decide(vrf, ip(address));
        if (decision.route() == null || decision.route().legs().isEmpty()) {
            return decision.outcome();
        }
        final RouteLegView leg = decision.route().legs().getFirst();
        return decision.outcome() + " " + leg.labels() + " " + leg.interfaceName() + " " + leg.neighbour();
    }

    @Override
    public void close() {
        conductor.close();
    }
}
