package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.RawSocket;
import io.swaplane.io.netns.Frames;
import io.swaplane.io.netns.Wires;
import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Four network namespaces: a router in the middle and three hosts around it, each at the end of a wire.
 *
 * <pre>
 *   west --- wire | west   router   east | wire --- east
 *                          north
 *                            |
 *                          north
 * </pre>
 *
 * <p>The router's interfaces bear the names of the hosts. There is no IPv6 and no address, so that nothing is on the wires but what a
 * test sends.
 */
final class Site implements AutoCloseable {
    static final String WEST = "west";
    static final String EAST = "east";
    static final String NORTH = "north";
    static final List<String> HOSTS = List.of(WEST, EAST, NORTH);
    /** A host's interface. */
    static final String WIRE = "wire";

    private final Namespace router = Wires.quiet("router");
    private final Map<String, Namespace> hosts = new LinkedHashMap<>();
    private final Map<String, RawSocket> senders = new LinkedHashMap<>();
    private final Map<String, Sniffer> sniffers = new LinkedHashMap<>();

    /** Wires of one queue, and this MTU. */
    Site(final int mtu) throws Exception {
        this(mtu, 1, 1, 1);
    }

    /** Wires of that many queues each way, in the order of {@link #HOSTS}. */
    Site(final int mtu, final int... queues) throws Exception {
        try {
            for (int i = 0; i < queues.length; i++) {
                build(HOSTS.get(i), mtu, queues[i]);
            }
        } catch (final Exception e) {
            close();
            throw e;
        }
    }

    /** A site whose hosts receive whatever ports in this mode send. */
    static Site of(final int mtu, final String mode) throws Exception {
        final Site site = new Site(mtu);
        if (mode.equals(Setup.XDP_TRANSMIT)) {
            for (final String name : HOSTS) {
                site.receiveOffload(name, true);
            }
        }
        return site;
    }

    /** A host's generic receive offload, without which a virtual interface takes no XDP frames from its peer. */
    void receiveOffload(final String name, final boolean on) throws Exception {
        host(name).in(() -> {
            new NetDevice(WIRE).setGenericReceiveOffload(on);
            return name;
        });
    }

    private void build(final String name, final int mtu, final int queues) throws Exception {
        hosts.put(name, Wires.quiet(name));
        join(name, mtu, Integer.toString(queues));
        senders.put(name, new RawSocket(host(name), WIRE));
        sniffers.put(name, new Sniffer(host(name), WIRE, Frames.hex(routerMac(name))));
    }

    private void join(final String name, final int mtu, final String queues) throws Exception {
        Namespace.join(router, name, host(name), WIRE, "mtu", Integer.toString(mtu), "numtxqueues", queues, "numrxqueues", queues);
        router.ip("link", "set", name, "address", routerMac(name));
        host(name).ip("link", "set", WIRE, "address", hostMac(name));
    }

    /** The router's MAC address towards a host. */
    static String routerMac(final String host) {
        return Frames.mac(0x10 + HOSTS.indexOf(host));
    }

    /** A host's MAC address. */
    static String hostMac(final String host) {
        return Frames.mac(0x20 + HOSTS.indexOf(host));
    }

    /** A frame from a host to the router. */
    static PacketBuilder from(final String host) {
        return PacketBuilder.ethernet(routerMac(host), hostMac(host));
    }

    Namespace router() {
        return router;
    }

    Namespace host(final String name) {
        return hosts.get(name);
    }

    /** From now on what a host sends goes into one queue of its wire, and arrives on the router's queue of that number. */
    void steer(final String host, final int queue) throws IOException, InterruptedException {
        final String everyCpu = Long.toHexString((1L << Runtime.getRuntime().availableProcessors()) - 1);
        final Process process = new ProcessBuilder("ip", "netns", "exec", host(host).name(), "sh", "-c",
            "echo " + everyCpu + " > /sys/class/net/" + WIRE + "/queues/tx-" + queue + "/xps_cpus").inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("the kernel does not steer by CPU (CONFIG_XPS)");
        }
    }

    /** Sends frames from a host. */
    void send(final String host, final List<byte[]> frames) throws Exception {
        for (final byte[] frame : frames) {
            senders.get(host).send(frame);
        }
    }

    /** Frames that a host sends from a CPU of the n-th mask (hexadecimal, a bit for each) leave by its wire's n-th queue. */
    void queuesByCpu(final String host, final String... masks) throws Exception {
        for (int queue = 0; queue < masks.length; queue++) {
            host(host).shell("echo " + masks[queue] + " > /sys/class/net/" + WIRE + "/queues/tx-" + queue + "/xps_cpus");
        }
    }

    /** What the router sends to a host. */
    Sniffer at(final String host) {
        return sniffers.get(host);
    }

    /** Gives addresses 10.0.n.1/24 to the router's interface and 10.0.n.2/24 to the host, n = 1, 2, 3 for west, east, north. */
    void address(final String host) throws Exception {
        final int n = HOSTS.indexOf(host) + 1;
        router.ip("address", "add", "10.0." + n + ".1/24", "dev", host);
        host(host).ip("address", "add", "10.0." + n + ".2/24", "dev", WIRE);
    }

    /** Gives them 2001:db8:n::1/64 and 2001:db8:n::2/64; from then on the kernels say something there by themselves. */
    void address6(final String host) throws Exception {
        final int n = HOSTS.indexOf(host) + 1;
        Wires.write(router, "net/ipv6/conf/" + host + "/disable_ipv6", "0");
        Wires.write(host(host), "net/ipv6/conf/" + WIRE + "/disable_ipv6", "0");
        router.ip("address", "add", "2001:db8:" + n + "::1/64", "dev", host, "nodad");
        host(host).ip("address", "add", "2001:db8:" + n + "::2/64", "dev", WIRE, "nodad");
    }

    /** Whether an XDP program is on one of the router's interfaces. */
    boolean hasProgram() throws Exception {
        return router.ip("link", "show").contains("xdp");
    }

    @Override
    public void close() throws IOException {
        sniffers.values().forEach(Sniffer::close);
        senders.values().forEach(RawSocket::close);
        for (final Namespace host : hosts.values()) {
            host.close();
        }
        router.close();
    }
}
