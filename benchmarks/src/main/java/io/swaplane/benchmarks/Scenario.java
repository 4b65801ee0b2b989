package io.swaplane.benchmarks;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.LabelRange;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.PayloadType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The tables and frames of a benchmark: one worker, ingress port {@link #INGRESS}, egress port {@link #EGRESS}, up to 64 next hops
 * with statistics on, and untagged 64-byte frames with one label and an IPv4 packet behind it, in chunks of 2 KiB.
 *
 * <p>The labels form one random cycle: the out label of each is the next on the cycle, and every next hop's destination MAC is the
 * ingress's own, so that a swapped frame is valid input again. Frames stand evenly spread along the cycle: sending the same frames
 * round again and again visits all labels, in an order that no cache foresees. Everything comes from a fixed seed.
 */
public final class Scenario implements AutoCloseable {
    public static final int INGRESS = 0;
    public static final int EGRESS = 1;
    public static final int FRAME_BYTES = 64;
    public static final int START_TTL = 255;
    /** The label that {@link Workload#SWAP_PUSH} pushes. */
    public static final int PUSHED_LABEL = 1_048_000;

    private static final int CHUNK_BYTES = 2048;
    private static final int INTERFACE = 1;
    private static final int MTU = 1500;
    private static final int MOST_NEXT_HOPS = 64;
    private static final int L2_BYTES = 14;
    private static final int ETHERTYPE_MPLS = 0x8847;
    private static final byte[] INGRESS_MAC = {2, 0, 0, 0, 0, 1};
    private static final long SEED = 20;

    private final ForwardingTables tables = new ForwardingTables(new Geometry(1, 1, 2, 2));
    private final FrameStore store;
    private final long[] frames;
    private final byte[][] images;
    private final int[] cycle;
    private final Workload[] workloads;
    private final int[] nextHops;

    /**
     * Makes the tables and the frames, at the start of their walk.
     *
     * @param labels how many labels, 1 to 1,000,000.
     * @param frameCount how many frames.
     */
    public Scenario(final Workload workload, final int labels, final int frameCount) {
        final SplittableRandom random = new SplittableRandom(SEED);
        store = new FrameStore(frameCount, CHUNK_BYTES);
        frames = new long[frameCount];
        images = new byte[frameCount][];
        for (int i = 0; i < frameCount; i++) {
            frames[i] = FrameRef.of(store.allocate(), FRAME_BYTES);
            images[i] = image(i, 0, 0);
        }
        cycle = randomCycle(labels, random);
        workloads = new Workload[labels];
        nextHops = new int[labels];
        publish(workload, random);
        stamp(0);
    }

    private static int[] randomCycle(final int labels, final SplittableRandom random) {
        final int[] cycle = new int[labels];
        for (int i = 0; i < labels; i++) {
            final int j = random.nextInt(i + 1);
            cycle[i] = cycle[j];
            cycle[j] = LabelRange.FIRST_ORDINARY + i;
        }
        return cycle;
    }

    private void publish(final Workload workload, final SplittableRandom random) {
        for (int port = INGRESS; port <= EGRESS; port++) {
            tables.ports().setState(port, true);
        }
        tables.publishInterface(INTERFACE, new InterfaceEntry(INGRESS_MAC, true, false, ForwardingTables.PLATFORM,
            new int[] {AcceptClass.ROUTER, AcceptClass.CORE}, List.of()));
        tables.ports().bindUntagged(INGRESS, INTERFACE);
        final int count = Math.min(cycle.length, MOST_NEXT_HOPS);
        for (int id = 1; id <= count; id++) {
            tables.nextHops().publish(id, nextHopEntry(id, new int[0]));
            tables.nextHops().publish(MOST_NEXT_HOPS + id, nextHopEntry(MOST_NEXT_HOPS + id, new int[] {PUSHED_LABEL}));
        }
        for (int i = 0; i < cycle.length; i++) {
            workloads[i] = workload == Workload.MIXED ? mixed(random.nextInt(4)) : workload;
            nextHops[i] = 1 + random.nextInt(count) + (workloads[i] == Workload.SWAP_PUSH ? MOST_NEXT_HOPS : 0);
            final long word = workloads[i] == Workload.PHP ? ForwardingWord.php(PayloadType.IP, nextHops[i])
                : ForwardingWord.swap(cycle[(i + 1) % cycle.length], nextHops[i]);
            tables.publishLabel(ForwardingTables.PLATFORM, cycle[i], ForwardingWord.withAcceptClass(word, AcceptClass.CORE));
        }
    }

    private static Workload mixed(final int quarter) {
        return switch (quarter) {
            case 0 -> Workload.SWAP_PUSH;
            case 1 -> Workload.PHP;
            default -> Workload.SWAP;
        };
    }

    private static NextHopEntry nextHopEntry(final int id, final int[] pushes) {
        final byte[] l2 = new byte[L2_BYTES];
        System.arraycopy(INGRESS_MAC, 0, l2, 0, 6);
        System.arraycopy(sourceMac(id), 0, l2, 6, 6);
        l2[12] = (byte) (ETHERTYPE_MPLS >>> 8);
        l2[13] = (byte) ETHERTYPE_MPLS;
        return new NextHopEntry(EGRESS, MTU, l2, pushes, id, START_TTL, 0);
    }

    private static byte[] sourceMac(final int nextHop) {
        return new byte[] {2, 0, 0, 0, 1, (byte) nextHop};
    }

    /**
     * Writes every frame anew: TTL 255, and the label {@code offset} steps further on the cycle than at the start. The references
     * ({@link #frames}) are valid again afterwards, whatever forwarding made of them.
     */
    public void stamp(final long offset) {
        for (int i = 0; i < frames.length; i++) {
            final long at = FrameRef.address(frames[i]);
            Memory.copyIn(images[i], 0, at, FRAME_BYTES);
            Memory.putIntBigEndian(at + L2_BYTES, lse(cycle[position(i, offset)], i, START_TTL));
        }
    }

    /** A frame's bytes: from a next hop's source MAC (0: the traffic's own source), with this label stack entry, then IPv4. */
    private static byte[] image(final int frame, final int nextHop, final int lse) {
        final ByteBuffer bytes = ByteBuffer.allocate(FRAME_BYTES);
        bytes.put(INGRESS_MAC).put(sourceMac(nextHop)).putShort((short) ETHERTYPE_MPLS).putInt(lse);
        final int ip = bytes.position();
        bytes.putInt(0x4500_0000 | FRAME_BYTES - ip).putInt(frame << 16).putInt(START_TTL << 24 | 17 << 16);
        bytes.putInt(0x0A00_0001).putInt(0x0A00_0002);
        int sum = 0;
        for (int at = ip; at < ip + 20; at += 2) {
            sum += bytes.getShort(at) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        bytes.putShort(ip + 10, (short) ~(sum + (sum >>> 16)));
        return bytes.array();
    }

    private static int lse(final int label, final int frame, final int ttl) {
        return label << 12 | (frame & 7) << 9 | 1 << 8 | ttl;
    }

    /** Where on the cycle frame {@code i} is after {@code offset} steps. */
    private int position(final int i, final long offset) {
        return (int) (((long) i * cycle.length / frames.length + offset) % cycle.length);
    }

    /** The bytes that frame {@code i} must have after {@code passes} swaps; {@link Workload#SWAP} only. */
    public byte[] expectedFrame(final int i, final int passes) {
        return image(i, passes == 0 ? 0 : nextHop(i, passes - 1), lse(cycle[position(i, passes)], i, START_TTL - passes));
    }

    /** The label that frame {@code i} carries in pass {@code pass}, the first being 0, as an index into {@link #labels}. */
    public int labelIndex(final int i, final int pass) {
        return position(i, pass);
    }

    /** The next hop by which frame {@code i} must leave in pass {@code pass}. */
    public int nextHop(final int i, final int pass) {
        return nextHops[position(i, pass)];
    }

    /** What the label does that frame {@code i} carries in pass {@code pass}. */
    public Workload workload(final int i, final int pass) {
        return workloads[position(i, pass)];
    }

    /** The frames' memory. */
    public FrameStore store() {
        return store;
    }

    public ForwardingTables tables() {
        return tables;
    }

    /** References to the frames as {@link #stamp} writes them; not to be changed. */
    public long[] frames() {
        return frames;
    }

    /** The labels, in the order of their cycle; not to be changed. */
    public int[] labels() {
        return cycle;
    }

    /** The highest next-hop id in use. */
    public static int lastNextHop() {
        return 2 * MOST_NEXT_HOPS;
    }

    @Override
    public void close() {
        store.close();
        tables.close();
    }
}
