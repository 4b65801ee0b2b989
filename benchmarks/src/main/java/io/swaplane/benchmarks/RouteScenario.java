package io.swaplane.benchmarks;

import io.swaplane.benchmarks.fib.InternetTable;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.PayloadType;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The tables and frames of a benchmark of IP forwarding: one worker, an ingress port in a VRF and an egress port, {@value #NEXT_HOPS} next
 * hops with statistics on, an Internet-like table of IPv4 prefixes, and untagged 64-byte frames in chunks of 2 KiB.
 *
 * <p>Destinations are random addresses within random prefixes, {@value #DESTINATIONS} of them in turns: every pass over the frames is
 * stamped with the next ones, so that the frames together ask for the whole table. Everything comes from a fixed seed.
 */
public final class RouteScenario implements AutoCloseable {
    public static final int INGRESS = 0;
    public static final int EGRESS = 1;
    public static final int FRAME_BYTES = 64;
    public static final int NEXT_HOPS = 512;
    /** The label of frames that come in with one. */
    public static final int LABEL = 100;

    private static final int CHUNK_BYTES = 2048;
    private static final int INTERFACE = 1;
    private static final int VRF = 1;
    private static final int MTU = 1500;
    private static final int L2_BYTES = 14;
    private static final int LABEL_TTL = 250;
    private static final int IP_TTL = 64;
    private static final int TOS = 0xB8;
    private static final int DESTINATIONS = 1 << 20;
    private static final byte[] INGRESS_MAC = {2, 0, 0, 0, 0, 1};
    private static final long SEED = 21;

    /** What is done to the packets. */
    public enum Kind {
        /** IP comes in, is looked up, and leaves with the route's label. */
        LOOKUP_PUSH,
        /** A label comes in, is popped, the packet is looked up and leaves as IP. */
        POP_LOOKUP
    }

    private final Kind kind;
    private final ForwardingTables tables = new ForwardingTables(new Geometry(1, 1, 2, 2));
    private final InternetTable prefixes;
    private final FrameStore store;
    private final long[] frames;
    private final int[] destinations = new int[DESTINATIONS];
    private final byte[] image;
    private final int ip;
    private final int sumWithoutDestination;

    /** Makes tables and frames. */
    public RouteScenario(final Kind kind, final int prefixCount, final int frameCount) {
        this.kind = kind;
        prefixes = InternetTable.generate(AddressFamily.IPV4, prefixCount, SEED);
        ip = L2_BYTES + (kind == Kind.POP_LOOKUP ? 4 : 0);
        image = image();
        sumWithoutDestination = sum(image, ip, 20);
        publish();
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DESTINATIONS; i++) {
            do {
                destinations[i] = (int) (prefixes.addressWithin(random.nextInt(prefixCount), random) >>> Integer.SIZE);
            } while (isOdd(destinations[i]));
        }
        store = new FrameStore(frameCount, CHUNK_BYTES);
        frames = new long[frameCount];
        for (int i = 0; i < frameCount; i++) {
            frames[i] = FrameRef.of(store.allocate(), FRAME_BYTES);
        }
        stamp(0);
    }

    /** No router forwards to it, or it looks so at first. */
    private static boolean isOdd(final int address) {
        return address >>> 24 == 127 || address >>> 24 == 169;
    }

    private void publish() {
        for (int port = INGRESS; port <= EGRESS; port++) {
            tables.ports().setState(port, true);
        }
        tables.publishInterface(INTERFACE, new InterfaceEntry(INGRESS_MAC, true, false, ForwardingTables.PLATFORM,
            new int[] {AcceptClass.ROUTER, AcceptClass.CORE}, List.of(), VRF));
        tables.ports().bindUntagged(INGRESS, INTERFACE);
        for (int id = 1; id <= NEXT_HOPS; id++) {
            tables.nextHops().publish(id, new NextHopEntry(EGRESS, MTU, l2(id, 0x8847), new int[0], id, 255, 0));
        }
        tables.publishLabel(ForwardingTables.PLATFORM, LABEL,
            ForwardingWord.withAcceptClass(ForwardingWord.vrf(PayloadType.IP, VRF), AcceptClass.CORE));
        tables.fibs().create(VRF);
        final Fib fib = tables.fibs().fib(VRF, AddressFamily.IPV4);
        for (int i = 0; i < prefixes.count(); i++) {
            if (fib.put(prefixes.high(i), 0, prefixes.length(i), word(i)) == Fib.EXHAUSTED) {
                throw new IllegalStateException("no memory for " + prefixes);
            }
            if (i % 1024 == 0) {
                tables.reclaim();
            }
        }
        tables.reclaim();
    }

    /** The word of a prefix's route. */
    public long word(final int prefix) {
        final int nextHop = ForwardingWord.nextHop(prefixes.word(prefix));
        return ForwardingWord.push(kind == Kind.POP_LOOKUP ? ForwardingWord.NO_LABEL : 1000 + nextHop, nextHop);
    }

    private static byte[] l2(final int nextHop, final int type) {
        return ByteBuffer.allocate(L2_BYTES).put(INGRESS_MAC).put(new byte[] {2, 0, 0, 1}).putShort((short) nextHop)
            .putShort((short) type).array();
    }

    /** A frame that comes in, to 0.0.0.0 and without a checksum. */
    private byte[] image() {
        final ByteBuffer bytes = ByteBuffer.allocate(FRAME_BYTES);
        bytes.put(l2(0, kind == Kind.POP_LOOKUP ? 0x8847 : 0x0800));
        if (kind == Kind.POP_LOOKUP) {
            bytes.putInt(LABEL << 12 | 1 << 8 | LABEL_TTL);
        }
        bytes.putInt(0x4500_0000 | TOS << 16 | FRAME_BYTES - ip).putInt(0x1234_0000).putInt(IP_TTL << 24 | 17 << 16).putInt(0x0A00_0001);
        return bytes.array();
    }

    private static int sum(final byte[] bytes, final int from, final int count) {
        int sum = 0;
        for (int at = from; at < from + count; at += 2) {
            sum += ByteBuffer.wrap(bytes).getShort(at) & 0xFFFF;
        }
        return sum;
    }

    private static int checksum(final int sum) {
        final int folded = (sum & 0xFFFF) + (sum >>> 16);
        return ~(folded + (folded >>> 16)) & 0xFFFF;
    }

    private int destination(final int i, final long pass) {
        return destinations[(int) (pass * frames.length + i) & DESTINATIONS - 1];
    }

    /** Writes every frame anew, with the destinations of this pass. */
    public void stamp(final long pass) {
        for (int i = 0; i < frames.length; i++) {
            final long at = FrameRef.address(frames[i]);
            final int destination = destination(i, pass);
            Memory.copyIn(image, 0, at, FRAME_BYTES);
            Memory.putIntBigEndian(at + ip + 16, destination);
            Memory.putShortBigEndian(at + ip + 10, checksum(sumWithoutDestination + (destination >>> 16) + (destination & 0xFFFF)));
        }
    }

    /** The word that the frame's destination leads to in this pass, by what the table's writer knows. */
    public long expectedWord(final int i, final long pass) {
        return tables.fibs().fib(VRF, AddressFamily.IPV4).longestMatch(Fib.key(destination(i, pass)), 0).word();
    }

    /** The bytes with which frame {@code i} must leave in this pass. */
    public byte[] expectedFrame(final int i, final long pass) {
        final long word = expectedWord(i, pass);
        final boolean pop = kind == Kind.POP_LOOKUP;
        final int ttl = (pop ? LABEL_TTL : IP_TTL) - 1;
        final ByteBuffer bytes = ByteBuffer.allocate(FRAME_BYTES + (pop ? -4 : 4));
        bytes.put(l2(ForwardingWord.nextHop(word), pop ? 0x0800 : 0x8847));
        if (!pop) {
            bytes.putInt(ForwardingWord.outLabel(word) << 12 | TOS >>> 5 << 9 | 1 << 8 | ttl);
        }
        final int at = bytes.position();
        bytes.put(image, ip, FRAME_BYTES - ip).put(at + 8, (byte) ttl).putInt(at + 16, destination(i, pass));
        bytes.putShort(at + 10, (short) checksum(sum(bytes.array(), at, 20)));
        return bytes.array();
    }

    public Kind kind() {
        return kind;
    }

    public InternetTable prefixes() {
        return prefixes;
    }

    public ForwardingTables tables() {
        return tables;
    }

    /** The frames' memory. */
    public FrameStore store() {
        return store;
    }

    /** References to the frames as {@link #stamp} writes them; not to be changed. */
    public long[] frames() {
        return frames;
    }

    @Override
    public void close() {
        store.close();
        tables.close();
    }
}
