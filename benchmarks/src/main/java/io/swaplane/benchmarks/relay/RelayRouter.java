package io.swaplane.benchmarks.relay;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.router.Bgp;
import io.swaplane.bgp.router.BgpPeer;
import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.TcpNetwork;
import io.swaplane.bgp.speaker.SpeakerOptions;
import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Swaplane as the option B ASBR of the benchmark, a process of its own: the conductor with one worker's tables on its thread, BGP on
 * another, no ports. It runs until it is stopped.
 */
public final class RelayRouter {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:22");
    private static final int NEXT_HOP = 23;
    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Thread thread = Thread.currentThread();
    private final Conductor conductor = new Conductor(intent(), 1);
    private final Producers producers = new Producers(new CommandRing(), () -> LockSupport.unpark(thread));
    private final CommandReader reader = new CommandReader(producers, conductor, RelayRouter::fail);

    private RelayRouter() {
    }

    /** Listens at the place that the arguments name; then it is the control thread. */
    public static void main(final String[] arguments) throws IOException {
        final RelayRouter router = new RelayRouter();
        final Watcher watcher = router.conductor.watch(EnumSet.of(Event.Kind.NEXT_HOP), 1 << 10);
        final ProducerSettings settings = new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, Duration.ofMinutes(1));
        final Place place = new Place(arguments[0], Integer.parseInt(arguments[1]));
        Bgp.start(bgp(place), TcpNetwork.listening(List.of(place.listen())), router.producers.open(settings), watcher,
            Thread.ofPlatform().name("bgp").factory());
        router.run();
    }

    private static void fail(final Throwable fault) {
        throw new IllegalStateException("a fault of the router", fault);
    }

    private static BgpSettings bgp(final Place place) {
        final PeerRules rules = PeerRules.open(NextHop.ipv4(0x0A05_0532));
        return new BgpSettings(RelayVpn.AS, SpeakerOptions.of(RelayVpn.RELAY_ID), List.of(place.listen()),
            List.of(peer("sender", place, place.sender(), RelayVpn.AS, rules),
                peer("receiver", place, place.receiver(), RelayVpn.RECEIVER_AS, rules.accept(new Accept.Interface("ext0")))),
            List.of(), List.of(), List.of(), Map.of(), Map.of(), List.of());
    }

    private static BgpPeer peer(final String name, final Place place, final InetAddress address, final long as, final PeerRules rules) {
        return new BgpPeer(name, null, PeerSettings.peer(address, RelayVpn.AS, PeerAs.of(as), RelayVpn.RELAY_ID)
            .localAddress(place.relay()).families(Family.VPNV4).passive(true)
            .holdSeconds(RelayVpn.HOLD_SECONDS).build(), rules, false);
    }

    private static RouterIntent intent() {
        final InetAddress core = InetAddress.ofLiteral("10.20.20.1");
        final List<TunnelIntent> tunnels = new ArrayList<>();
        for (final NextHop each : Routes.NEXT_HOPS) {
            tunnels.add(new TunnelIntent(each.address(), "static", NEXT_HOP, 0, 3));
        }
        return new RouterIntent("asbr2", "2.2.2.2", Defaults.STANDARD, new LabelRange(LabelRange.FIRST_ORDINARY, LabelRange.LAST),
            LabelSettings.STANDARD, SpecialLabels.STANDARD, List.of("p0", "p1"),
            List.of(mpls("core0", "p0", MplsMode.CORE), mpls("ext0", "p1", MplsMode.EXTERNAL)),
            List.of(new NeighbourIntent("core0", core, MAC)), List.of(),
            List.of(new NextHopIntent.Direct(NEXT_HOP, "core0", core, List.of(34), true, null, null)), tunnels, List.of());
    }

    private static InterfaceIntent mpls(final String name, final String port, final MplsMode mode) {
        return new InterfaceIntent(name, port, List.of(), 0x8100, MAC, mode, 1500, false, false);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            if (reader.doWork(System.nanoTime()) + conductor.doWork() == 0) {
                if (reader.beforeSleep()) {
                    LockSupport.parkNanos(SLEEP_NANOS);
                }
                reader.afterSleep();
            }
        }
        conductor.close();
    }
}
