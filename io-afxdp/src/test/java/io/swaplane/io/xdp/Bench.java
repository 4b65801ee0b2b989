package io.swaplane.io.xdp;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.RawSocket;
import io.swaplane.memory.Memory;
import java.io.IOException;
import java.util.List;

/**
 * Three hosts in a row: a sender, a router with an AF_XDP interface on either side, a receiver. The router's loop swaps the top label
 * for the one above it and sends what came in on one side out on the other.
 */
final class Bench implements AutoCloseable {
    static final XdpOptions SMALL = new XdpOptions(512, 512, 512, 256, 0);
    static final XdpOptions XDP_FRAMES = SMALL.sendingBy(TransmitWay.XDP);

    final Namespace left = new Namespace("a");
    final Namespace router = new Namespace("r");
    final Namespace right = new Namespace("b");
    final RawSocket sender;
    final RawSocket receiver;
    final FrameStore store;
    XdpInterface ingress;
    XdpInterface egress;
    private final long[] burst = new long[256];

    Bench(final int chunks, final int chunkSize, final int mtu) throws Exception {
        Namespace.join(left, "left0", router, "in0", "mtu", Integer.toString(mtu));
        Namespace.join(router, "out0", right, "right0", "mtu", Integer.toString(mtu));
        sender = new RawSocket(left, "left0");
        receiver = new RawSocket(right, "right0");
        store = new FrameStore(chunks, chunkSize);
    }

    /** Opens both interfaces. */
    void open(final XdpMode mode) throws Exception {
        ingress = open("in0", List.of(mode), SMALL);
        egress = open("out0", List.of(mode), SMALL);
    }

    /** Opens both interfaces; they send as XDP frames, which the hosts take as their receive offload is on. */
    void openSendingXdpFrames(final XdpMode mode) throws Exception {
        receiveOffload(left, "left0", true);
        receiveOffload(right, "right0", true);
        ingress = open("in0", List.of(mode), XDP_FRAMES);
        egress = open("out0", List.of(mode), XDP_FRAMES);
    }

    static void receiveOffload(final Namespace host, final String device, final boolean on) throws Exception {
        host.in(() -> {
            new NetDevice(device).setGenericReceiveOffload(on);
            return on;
        });
    }

    XdpInterface open(final String device, final List<XdpMode> modes, final XdpOptions options) throws Exception {
        return router.in(() -> XdpInterface.open(new NetDevice(device), List.of(store), modes, options));
    }

    XdpPort in() {
        return ingress.ports().getFirst();
    }

    XdpPort out() {
        return egress.ports().getFirst();
    }

    /** One duty cycle of the router; returns how many frames it forwarded. */
    int step() {
        final int received = in().receive(burst, burst.length);
        for (int i = 0; i < received; i++) {
            final long lse = FrameRef.address(burst[i]) + labelOffset(FrameRef.address(burst[i]));
            Memory.putIntBigEndian(lse, Memory.getIntBigEndian(lse) + (1 << 12) - 1);
        }
        final int accepted = out().transmit(burst, received);
        for (int i = accepted; i < received; i++) {
            store.free(FrameRef.address(burst[i]));
        }
        out().flush();
        in().flush();
        return accepted;
    }

    private static int labelOffset(final long frame) {
        int at = 12;
        while (Memory.getUnsignedShortBigEndian(frame + at) != 0x8847) {
            at += 4;
        }
        return at + 2;
    }

    /** Steps the router until it has forwarded that many frames; at most ten seconds. */
    int forward(final int frames) throws InterruptedException {
        int done = 0;
        for (int round = 0; round < 10_000 && done < frames; round++) {
            final int now = step();
            done += now;
            if (now == 0) {
                Thread.sleep(1);
            }
        }
        return done;
    }

    /** Flushes the egress until the kernel has given every frame back; at most ten seconds. */
    void settle() throws InterruptedException {
        for (int round = 0; round < 10_000 && out().outstanding() > 0; round++) {
            out().flush();
            Thread.sleep(1);
        }
    }

    /** A frame as the sender sends it: these ethertype and tag bytes, one label with TTL 64, and a payload that counts up. */
    static byte[] frame(final String types, final int label, final int length) {
        return Frames.frame(types, label, 64, length);
    }

    /** The same frame after the router. */
    static byte[] swapped(final String types, final int label, final int length) {
        return Frames.frame(types, label + 1, 63, length);
    }

    @Override
    public void close() throws IOException {
        if (ingress != null) {
            ingress.close();
        }
        if (egress != null) {
            egress.close();
        }
        sender.close();
        receiver.close();
        store.close();
        left.close();
        router.close();
        right.close();
    }
}
