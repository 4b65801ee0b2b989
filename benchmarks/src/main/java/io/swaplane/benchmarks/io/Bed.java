package io.swaplane.benchmarks.io;

import io.swaplane.io.kernel.NetDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Three hosts joined by virtual interfaces: {@code source:g0 = middle:d0}, {@code middle:d1 = sink:s0} and {@code middle:d2 = sink:s1}. The
 * one in the middle forwards from {@code d0} to {@code d1}, or to {@code d2} when {@code d1} has no carrier.
 */
final class Bed implements AutoCloseable {
    /** MAC address of {@code d0}, which the generator sends to. */
    static final String IN_MAC = "02:00:00:00:00:10";
    /** MAC address of the next hop: not the sink's own, so that its kernel drops each frame early. */
    static final String NEXT_HOP_MAC = "02:00:00:00:00:99";
    /** Address of the next hop. */
    static final String NEXT_HOP = "10.1.0.2";
    /** Address of the backup next hop, behind {@code d2}. */
    static final String BACKUP_NEXT_HOP = "10.2.0.2";

    private static final List<String> OFFLOADS = List.of("tx", "rx", "gso", "tso", "gro");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::deleteNamespaces, "delete namespaces");
    private NetNamespace source;
    private NetNamespace middle;
    private NetNamespace sink;
    private InNamespace inSource;
    private InNamespace inMiddle;
    private InNamespace inSink;

    static Bed make() throws IOException {
        final Bed bed = new Bed();
        Runtime.getRuntime().addShutdownHook(bed.atExit);
        try {
            bed.build();
            return bed;
        } catch (final IOException | RuntimeException e) {
            bed.close();
            throw e;
        }
    }

    private void build() throws IOException {
        source = keep(new NetNamespace("g"));
        middle = keep(new NetNamespace("d"));
        sink = keep(new NetNamespace("s"));
        join(source, "g0", "02:00:00:00:00:01", middle, "d0", IN_MAC);
        join(middle, "d1", "02:00:00:00:00:11", sink, "s0", "02:00:00:00:00:22");
        join(middle, "d2", "02:00:00:00:00:12", sink, "s1", "02:00:00:00:00:23");
        middle.exec("sysctl", "-qw", "net.ipv4.ip_forward=1");
        inSource = keep(new InNamespace(source));
        inMiddle = keep(new InNamespace(middle));
        inSink = keep(new InNamespace(sink));
        reset();
    }

    private static void join(final NetNamespace left, final String leftName, final String leftMac, final NetNamespace right,
                             final String rightName, final String rightMac) throws IOException {
        left.ip("link", "add", leftName, "address", leftMac, "type", "veth", "peer", "name", rightName, "address", rightMac,
            "netns", right.name());
        ready(left, leftName);
        ready(right, rightName);
    }

    /** No offloads, which forwarded frames cannot have, and no packets of the kernel's own. */
    private static void ready(final NetNamespace namespace, final String device) throws IOException {
        for (final String offload : OFFLOADS) {
            namespace.exec("ethtool", "-K", device, offload, "off");
        }
        if (Files.exists(Path.of("/proc/sys/net/ipv6"))) {
            namespace.exec("sysctl", "-qw", "net.ipv6.conf." + device + ".disable_ipv6=1");
        }
    }

    /** Everything as at the start: a forwarder may have taken interfaces down, and with them addresses of neighbours. */
    void reset() throws IOException {
        source.ip("link", "set", "g0", "up");
        sink.ip("link", "set", "s0", "up");
        sink.ip("link", "set", "s1", "up");
        for (final String device : List.of("d0", "d1", "d2")) {
            middle.ip("link", "set", device, "up", "promisc", "off");
        }
        middle.ip("address", "replace", "10.0.0.254/24", "dev", "d0");
        middle.ip("address", "replace", "10.1.0.254/24", "dev", "d1");
        middle.ip("neighbour", "replace", NEXT_HOP, "lladdr", NEXT_HOP_MAC, "dev", "d1", "nud", "permanent");
        receiveOffload(false);
        sinkReceiveOffload(false);
    }

    /**
     * Generic receive offload on the sink's {@code s0}, without which nothing that is redirected to {@code d1} finds a receiver. Others are
     * measured without: they are slower with it.
     */
    void sinkReceiveOffload(final boolean on) throws IOException {
        receiveOffload(inSink, "s0", on);
    }

    private static void receiveOffload(final InNamespace where, final String device, final boolean on) throws IOException {
        where.call(() -> {
            new NetDevice(device).setGenericReceiveOffload(on);
            return on;
        });
    }

    /**
     * Generic receive offload on {@code d0}. Where no XDP program is on {@code d0}, a redirect into it needs this; it merges none of the
     * frames that are sent here.
     */
    void receiveOffload(final boolean on) throws IOException {
        receiveOffload(inMiddle, "d0", on);
    }

    /** Whether a kernel thread, returned by {@link #receiveThreads}, or the sender's own softirq receives on {@code d0}. */
    void threadedReceive(final boolean on) throws IOException {
        middle.exec("sh", "-c", "echo " + (on ? 1 : 0) + " > /sys/class/net/d0/threaded");
    }

    /** Process ids of the kernel threads that receive on {@code d0}. */
    List<Long> receiveThreads() {
        return Counters.kernelThreads("napi/d0-");
    }

    /** Frames that came in at the middle's {@code d0}. */
    long arrived() throws IOException {
        return inMiddle.call(() -> Counters.received("d0"));
    }

    /** Frames that left by {@code d1}, as the sink's interface counts them. */
    long left() throws IOException {
        return inSink.call(() -> Counters.received("s0"));
    }

    NetNamespace source() {
        return source;
    }

    NetNamespace middle() {
        return middle;
    }

    NetNamespace sink() {
        return sink;
    }

    InNamespace inSource() {
        return inSource;
    }

    InNamespace inMiddle() {
        return inMiddle;
    }

    InNamespace inSink() {
        return inSink;
    }

    private <T extends AutoCloseable> T keep(final T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() throws IOException {
        deleteNamespaces();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (final IllegalStateException e) {
            // The program is being stopped: its end does the same once more, which finds nothing left.
            System.err.println("compare-io: stopped");
        }
    }

    private synchronized void deleteNamespaces() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (final Exception e) {
                System.err.println("compare-io: left behind: " + e.getMessage());
            }
        }
    }
}
