package io.swaplane.router.lab;

import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.Lse;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;
import io.swaplane.router.config.Lab;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Every label of a lab, sent in on every interface of every router that has a link, as its neighbour there would send it: it must leave the
 * router where it was given to that neighbour, and else be dropped for the reason that holds, with exact counters.
 *
 * <p>The labels are all in-labels of all routers, all special-purpose ones and some that nobody gave. Nothing else may be on the links;
 * the lab's own echo requests are waited for, and held up. The packets are for an address that every VRF with a label has a route to; they
 * are not allowed a second router.
 */
public final class SpoofMatrix {
    private static final int SPECIAL = 16;
    private static final List<Integer> UNKNOWN = List.of(99_998, 524_287, 1_048_575);
    private static final byte[] MARK = "spoof matrix".getBytes(StandardCharsets.US_ASCII);
    /** Enough for one router, so that no packet comes back to it by another's VRF. */
    private static final int TTL = 2;
    private static final int LABELS_AT_MOST = 10_000;
    private static final long QUIET_MILLIS = 60_000;

    private final RunningLab lab;
    private final InetAddress source;
    private final InetAddress destination;
    private final Set<Integer> labels = new TreeSet<>(UNKNOWN);
    private final Map<Lab.End, LongAdder> passed = new ConcurrentHashMap<>();
    private final Map<Lab.End, Long> before = new ConcurrentHashMap<>();
    /** Where a packet, by its number, has left a router: link and labels. */
    private final Map<String, Map<Integer, List<String>>> left = new ConcurrentHashMap<>();
    private final Map<String, String> ways = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private int cells;
    private int forwarded;

    /** What is done with a label from an ingress. */
    private sealed interface Fate {
        /** It leaves the router. */
        record Leaves() implements Fate { }

        /** It is dropped. */
        record Drops(DropReason reason) implements Fate { }

        /** It is the host's. */
        record Punts(PuntReason reason) implements Fate { }
    }

    /**
     * What came of it.
     *
     * @param cells how many labels were sent in, summed over the interfaces.
     * @param forwarded how many of them left the router.
     * @param ways by router, interface and label, in one text, the link by which it left, and the labels there.
     * @param differences where something else happened than must, in sentences.
     */
    public record Result(int cells, int forwarded, Map<String, String> ways, List<String> differences) { }

    /** Counters of a router that concern one of its ports. */
    private record Counted(long frames, Map<String, Long> drops, Map<String, Long> punts, Map<Integer, LabelView> labels) { }

    /**
     * The matrix of a lab that has converged.
     *
     * @param source where the packets claim to be from.
     * @param destination where they go.
     */
    SpoofMatrix(final RunningLab lab, final InetAddress source, final InetAddress destination) {
        this.lab = lab;
        this.source = source;
        this.destination = destination;
    }

    private void begin() throws TimeoutException {
        for (int label = 0; label < SPECIAL; label++) {
            labels.add(label);
        }
        for (final String name : lab.routers()) {
            entries(lab.router(name)).forEach(each -> labels.add(each.label()));
        }
        for (final Lab.Link link : lab.lab().links()) {
            for (final Lab.End end : List.of(link.left(), link.right())) {
                passed.put(end, new LongAdder());
                before.put(end, received(end));
            }
        }
        lab.watch(this::passes);
    }

    private static List<LabelView> entries(final LabRouter router) throws TimeoutException {
        return router.tasks().ask(() -> router.conductor().labels(LabelFilter.all(false), LabelPosition.START, LABELS_AT_MOST)).labels();
    }

    private void passes(final Lab.Link link, final Lab.End from, final byte[] frame) {
        final Lab.End to = from.equals(link.left()) ? link.right() : link.left();
        passed.get(to).increment();
        final WireFrame parsed = WireFrame.parse(frame);
        final Echo echo = parsed == null ? null : Echo.parse(frame, parsed.payload());
        if (echo != null && Arrays.equals(echo.data(), MARK)) {
            left.computeIfAbsent(from.router(), name -> new ConcurrentHashMap<>())
                .computeIfAbsent(number(echo.identifier(), echo.sequence()), sent -> new CopyOnWriteArrayList<>())
                .add(link.name() + " " + parsed.stack());
        }
    }

    private static int number(final int identifier, final int sequence) {
        return identifier << 16 | sequence;
    }

    /** Sends everything everywhere; once. */
    public Result run() throws TimeoutException, StateUnavailableException {
        lab.following().lock();
        try {
            begin();
            quiet();
            return everywhere();
        } finally {
            lab.following().unlock();
        }
    }

    private Result everywhere() throws TimeoutException, StateUnavailableException {
        int ingress = 0;
        for (final String name : lab.routers()) {
            for (final InterfaceIntent on : lab.router(name).configured().interfaces()) {
                final Wires.Attached neighbour = neighbour(name, on);
                if (neighbour != null) {
                    row(++ingress, lab.router(name), on, neighbour);
                }
            }
        }
        return new Result(cells, forwarded, Map.copyOf(ways), List.copyOf(differences));
    }

    private Wires.Attached neighbour(final String router, final InterfaceIntent on) {
        final Lab.End end = new Lab.End(router, on.port());
        for (final Lab.Link link : lab.lab().links()) {
            if (link.left().equals(end) || link.right().equals(end)) {
                final Lab.End other = link.left().equals(end) ? link.right() : link.left();
                return lab.router(other.router()).configured().interfaces().stream()
                    .filter(each -> each.port().equals(other.port()) && each.vlans().equals(on.vlans())).findFirst()
                    .map(each -> new Wires.Attached(other.router(), each)).orElse(null);
            }
        }
        return null;
    }

    /** All labels, in on one interface. */
    private void row(final int ingress, final LabRouter router, final InterfaceIntent on, final Wires.Attached neighbour)
        throws TimeoutException, StateUnavailableException {
        final Map<Integer, Fate> fates = new TreeMap<>();
        final Set<Integer> given = new Given(router).now(on);
        final Set<Integer> known = new TreeSet<>();
        entries(router).stream().filter(each -> isSpaceOf(on, each)).forEach(each -> known.add(each.label()));
        final boolean routed = router.tasks().ask(() -> router.conductor().decide(VrfIntent.GLOBAL, destination)).outcome()
            .equals("forward");
        for (final int label : labels) {
            fates.put(label, fate(on, label, given, known, routed));
        }
        final Counted earlier = counted(router, on);
        send(ingress, on, neighbour);
        quiet();
        compare(router, on, ingress, fates, earlier, counted(router, on));
    }

    private static boolean isSpaceOf(final InterfaceIntent on, final LabelView entry) {
        return entry.labelSpace().equals(on.ownLabelSpace() ? "label space of " + on.name() : "platform label space");
    }

    private static Fate fate(final InterfaceIntent on, final int label, final Set<Integer> given, final Set<Integer> known,
                             final boolean routed) {
        if (on.mpls() == MplsMode.OFF) {
            return new Fate.Drops(DropReason.MPLS_DISABLED);
        }
        if (label < SPECIAL) {
            return special(on, label, routed);
        }
        return given.contains(label) ? new Fate.Leaves()
            : new Fate.Drops(known.contains(label) ? DropReason.ACCEPT_CLASS : DropReason.UNKNOWN_LABEL);
    }

    /** What becomes of special-purpose labels, alone on an IPv4 packet. */
    private static Fate special(final InterfaceIntent on, final int label, final boolean routed) {
        final boolean customer = on.vrf() != null && !on.vrf().equals(VrfIntent.GLOBAL);
        if (customer || (label == 0 || label == 2) && on.mpls() != MplsMode.CORE) {
            return new Fate.Drops(DropReason.ACCEPT_CLASS);
        }
        return switch (label) {
            case 0 -> routed ? new Fate.Leaves() : new Fate.Punts(PuntReason.IP_LOOKUP);
            case 1 -> new Fate.Punts(PuntReason.ROUTER_ALERT);
            case 2 -> new Fate.Drops(DropReason.NOT_IP);
            case 3 -> new Fate.Drops(DropReason.IMPLICIT_NULL);
            case 7, 15 -> new Fate.Drops(DropReason.MALFORMED_SPECIAL);
            case 13 -> new Fate.Punts(PuntReason.GAL);
            case 14 -> new Fate.Punts(PuntReason.OAM_ALERT);
            default -> new Fate.Punts(PuntReason.SPECIAL_LABEL);
        };
    }

    private void send(final int ingress, final InterfaceIntent on, final Wires.Attached neighbour) throws TimeoutException {
        final LabRouter sender = lab.router(neighbour.router());
        final List<byte[]> frames = new ArrayList<>();
        int sequence = 0;
        for (final int label : labels) {
            frames.add(frame(on, neighbour.on(), label, new Echo(source, destination, true, ingress, ++sequence, MARK)));
        }
        final int taken = sender.tasks().ask(() -> transmit(sender, sender.port(neighbour.on().port()), frames));
        if (taken != frames.size()) {
            throw new IllegalStateException("the link to " + on.name() + " has taken " + taken + " of " + frames.size() + " frames");
        }
        cells += taken;
    }

    private static int transmit(final LabRouter sender, final PacketPort port, final List<byte[]> frames) {
        final long[] burst = new long[frames.size()];
        for (int i = 0; i < burst.length; i++) {
            final long at = sender.store().allocate();
            Memory.copyIn(frames.get(i), 0, at, frames.get(i).length);
            burst[i] = FrameRef.of(at, frames.get(i).length);
        }
        return port.transmit(burst, burst.length);
    }

    private static byte[] frame(final InterfaceIntent to, final InterfaceIntent from, final int label, final Echo echo) {
        final byte[] packet = echo.packet();
        final ByteBuffer frame = ByteBuffer.allocate(Ethernet.HEADER_BYTES + to.vlans().size() * Ethernet.TAG_BYTES + Lse.BYTES
            + packet.length).put(to.mac().bytes()).put(from.mac().bytes());
        for (int tag = 0; tag < to.vlans().size(); tag++) {
            frame.putShort((short) (tag < to.vlans().size() - 1 ? to.outerTpid() : Ethernet.VLAN))
                .putShort(to.vlans().get(tag).shortValue());
        }
        return frame.putShort((short) Ethernet.MPLS).putInt(Lse.of(label, 0, true, TTL)).put(packet).array();
    }

    private Counted counted(final LabRouter router, final InterfaceIntent on) throws TimeoutException {
        final Map<Integer, LabelView> entries = new TreeMap<>();
        entries(router).stream().filter(each -> isSpaceOf(on, each)).forEach(each -> entries.put(each.label(), each));
        return router.tasks().ask(() -> new Counted(frames(router, on.port()), byPort(router.conductor().drops(), on.port()),
            byPort(router.conductor().punts(), on.port()), entries));
    }

    private static long frames(final LabRouter router, final String port) {
        return router.conductor().ports().stream().filter(each -> each.port().equals(port)).mapToLong(PortView::inPackets).sum();
    }

    private static Map<String, Long> byPort(final List<ReasonView> reasons, final String port) {
        final Map<String, Long> counts = new TreeMap<>();
        reasons.stream().filter(each -> each.byPort().containsKey(port))
            .forEach(each -> counts.put(each.reason(), each.byPort().get(port)));
        return counts;
    }

    private void compare(final LabRouter router, final InterfaceIntent on, final int ingress, final Map<Integer, Fate> fates,
                         final Counted earlier, final Counted later) {
        final String where = router.name() + " " + on.name();
        final Map<String, Long> drops = new TreeMap<>(earlier.drops());
        final Map<String, Long> punts = new TreeMap<>(earlier.punts());
        int sequence = 0;
        for (final Map.Entry<Integer, Fate> each : fates.entrySet()) {
            switch (each.getValue()) {
                case Fate.Leaves leaves -> forwarded++;
                case Fate.Drops drop -> drops.merge(drop.reason().label(), 1L, Long::sum);
                case Fate.Punts punt -> punts.merge(punt.reason().label(), 1L, Long::sum);
            }
            final List<String> seen = left.getOrDefault(router.name(), Map.of()).getOrDefault(number(ingress, ++sequence), List.of());
            differ(where + ", label " + each.getKey() + ": times that it left", each.getValue() instanceof Fate.Leaves ? 1 : 0,
                seen.size());
            seen.forEach(way -> ways.put(where + " " + each.getKey(), way));
            entry(where, each.getKey(), each.getValue(), earlier.labels(), later.labels());
        }
        differ(where + ": frames received", earlier.frames() + fates.size(), later.frames());
        differ(where + ": drops", drops, later.drops());
        differ(where + ": punts", punts, later.punts());
    }

    /** An ordinary label's entry counts what it carried, and what it refused as errors. */
    private void entry(final String where, final int label, final Fate fate, final Map<Integer, LabelView> earlier,
                       final Map<Integer, LabelView> later) {
        if (label >= SPECIAL && later.containsKey(label)) {
            differ(where + ", label " + label + ": packets of its entry", fate instanceof Fate.Leaves ? 1L : 0L,
                later.get(label).statistics().packets() - earlier.get(label).statistics().packets());
            differ(where + ", label " + label + ": errors of its entry",
                fate instanceof Fate.Drops drop && drop.reason() == DropReason.ACCEPT_CLASS ? 1L : 0L,
                later.get(label).statistics().errors() - earlier.get(label).statistics().errors());
        }
    }

    private void differ(final String what, final Object expected, final Object got) {
        if (!Objects.equals(expected, got)) {
            differences.add(what + ": expected " + expected + ", got " + got);
        }
    }

    /** Waits until every frame that was put on a link has been received and worked on. */
    private void quiet() throws TimeoutException {
        final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
        while (!isQuiet()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("frames go on travelling on the links");
            }
            Thread.onSpinWait();
        }
    }

    /** What was passed is read last: when all of it had been received by then, no router has anything left to send on. */
    private boolean isQuiet() throws TimeoutException {
        final Map<Lab.End, Long> received = new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        for (final Lab.End end : passed.keySet()) {
            received.put(end, received(end) - before.get(end));
        }
        return received.entrySet().stream().allMatch(each -> each.getValue() == passed.get(each.getKey()).sum());
    }

    private long received(final Lab.End end) throws TimeoutException {
        final LabRouter router = lab.router(end.router());
        return router.tasks().ask(() -> frames(router, end.port()));
    }
}
