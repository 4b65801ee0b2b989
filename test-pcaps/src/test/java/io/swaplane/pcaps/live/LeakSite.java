package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.RawSocket;
import io.swaplane.io.netns.Frames;
import io.swaplane.io.netns.Wires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A provider edge with real interfaces whose two VRFs have the same links, customers' addresses and prefixes, and a namespace with the
 * other ends of its wires. Of each VRF a customer has a wire of its own, and another one a VLAN of a shared one; all share the core wire.
 * Each table, the global one as well, has a TAP device. The host has no address in a VRF: what its kernel answers by itself it routes by
 * its own tables.
 */
final class LeakSite implements AutoCloseable {
    /** An interface by which frames go in and out. */
    enum Side {
        RED(1), BLUE(2), SHARED(0), CORE(0), RED_TAP(1), BLUE_TAP(2), TAP(0);

        /** The VRF's bit; of an interface of several, or of none, none. */
        final int vrf;

        Side(final int vrf) {
            this.vrf = vrf;
        }

        boolean isTap() {
            return compareTo(RED_TAP) >= 0;
        }

        /** The Linux interface in the router's namespace. */
        String device() {
            return name().toLowerCase(Locale.ROOT).replace("_", "");
        }
    }

    static final int RED = 1;
    static final int BLUE = 2;
    static final int RED_VLAN = 100;
    static final int BLUE_VLAN = 200;
    /** The last octet of the edge's addresses on its links. */
    static final int EDGE = 254;

    static final int VRF_LABEL = 100;
    static final int CUSTOMER_LABEL = 200;
    static final int POP_LABEL = 400;
    static final int TRANSIT_LABEL = 600;
    static final int VPN_LABEL = 1000;
    static final int SWAPPED_LABEL = 1100;
    static final int TUNNEL_LABEL = 5000;

    private static final List<String> VRFS = List.of("red", "blue");
    /** With the VRF's name before them. */
    private static final List<String> CUSTOMERS = List.of("", "1");
    private static final String HEAD = """
        router: leaks
        router-id: 192.0.2.1
        interfaces:
          - {name: core, port: core, mac: "%1$s", mpls: core, mtu: 1500, vrf: global, addresses: [172.16.0.1/24]}
          - {name: red, port: red, mac: "%2$s", mpls: external, mtu: 1500, vrf: red,
             addresses: [10.0.0.254/24, "2001:db8::fe/64"]}
          - {name: blue, port: blue, mac: "%3$s", mpls: external, mtu: 1500, vrf: blue,
             addresses: [10.0.0.254/24, "2001:db8::fe/64"]}
          - {name: red1, port: shared, vlan: 100, mac: "%4$s", mpls: external, mtu: 1500, vrf: red,
             addresses: [10.0.1.254/24, "2001:db8:0:1::fe/64"]}
          - {name: blue1, port: shared, vlan: 200, mac: "%4$s", mpls: external, mtu: 1500, vrf: blue,
             addresses: [10.0.1.254/24, "2001:db8:0:1::fe/64"]}
        """;
    private static final String VRF = """
          - name: %1$s
            label: %2$d
            tap: %1$stap
            routes:
              - {prefix: 10.1.0.0/16, via: 10.0.0.1}
              - {prefix: 10.2.0.0/16, via: 10.0.1.1}
              - {prefix: 10.3.0.0/16, label: %3$d, next-hop: 1}
              - {prefix: 10.4.0.0/16, ecmp: [{via: 10.0.0.1}, {weight: 2, via: 10.0.1.1}, {label: %3$d, next-hop: 1}]}
              - {prefix: 10.5.0.1/32, receive: true}
              - {prefix: "2001:db8:1::/48", via: "2001:db8::1"}
              - {prefix: "2001:db8:2::/48", via: "2001:db8:0:1::1"}
              - {prefix: "2001:db8:3::/48", label: %3$d, next-hop: 1}
              - {prefix: "2001:db8:4::/48", ecmp: [{via: "2001:db8::1"}, {weight: 2, via: "2001:db8:0:1::1"}, {label: %3$d, next-hop: 1}]}
              - {prefix: "2001:db8:5::1/128", receive: true}
        """;

    private final Namespace router = new Namespace("leaks");
    private final Namespace outside = Wires.quiet("outside");
    private final Map<Side, RawSocket> sockets = new EnumMap<>(Side.class);
    private final Map<Side, byte[]> macs = new EnumMap<>(Side.class);

    LeakSite() throws Exception {
        try {
            for (final String setting : List.of("ipv4/conf/all/forwarding", "ipv6/conf/all/forwarding", "ipv4/conf/all/rp_filter",
                "ipv4/conf/default/rp_filter", "ipv6/conf/all/accept_dad", "ipv6/conf/default/accept_dad")) {
                Wires.write(router, "net/" + setting, "0");
            }
            for (final Side side : Side.values()) {
                if (!side.isTap()) {
                    Wires.join(router, side.device(), mac(side), outside, side.device(), peerMac(side));
                    open(side, outside);
                }
            }
        } catch (final Exception e) {
            close();
            throw e;
        }
    }

    private static int mac(final Side side) {
        return 0x10 + side.ordinal();
    }

    private static int peerMac(final Side side) {
        return 0x20 + side.ordinal();
    }

    private void open(final Side side, final Namespace where) throws Exception {
        sockets.put(side, new RawSocket(where, side.device()));
        macs.put(side, Frames.hex(router.shell("cat /sys/class/net/" + side.device() + "/address").strip()));
    }

    /** Starts the router and waits until it forwards. */
    Program start(final Path directory) throws Exception {
        final Program program = Program.ready(Program.run(router, "run", write(directory).toString()));
        for (final Side side : Side.values()) {
            if (side.isTap()) {
                open(side, router);
            }
        }
        return program;
    }

    /** The MAC address that a side's frames go to. */
    byte[] to(final Side side) {
        return macs.get(side);
    }

    /** Sends a frame into the router by that side; false when the kernel does not take it. */
    boolean send(final Side side, final byte[] frame) {
        try {
            sockets.get(side).send(frame);
            return true;
        } catch (final KernelException e) {
            return false;
        }
    }

    /** The next frame that came out of the router by that side; null when there is none. */
    byte[] receive(final Side side) throws KernelException {
        final RawSocket socket = sockets.get(side);
        return socket == null ? null : socket.receive(0);
    }

    /** The TAP devices go with the router. */
    void forgetTaps() {
        for (final Side side : Side.values()) {
            if (side.isTap()) {
                sockets.remove(side).close();
            }
        }
    }

    private static Path write(final Path directory) throws IOException {
        final StringBuilder text = new StringBuilder(HEAD.formatted(Frames.mac(mac(Side.CORE)), Frames.mac(mac(Side.RED)),
            Frames.mac(mac(Side.BLUE)), Frames.mac(mac(Side.SHARED))));
        text.append("vrfs:\n");
        for (int vrf = 0; vrf < VRFS.size(); vrf++) {
            text.append(VRF.formatted(VRFS.get(vrf), VRF_LABEL + vrf, VPN_LABEL + vrf));
        }
        final StringBuilder hops = new StringBuilder("next-hops:\n  - {index: 1, interface: core, neighbour: 172.16.0.2, push: ["
            + TUNNEL_LABEL + "]}\n");
        final StringBuilder lsps = new StringBuilder("lsps:\n  - {label: " + TRANSIT_LABEL + ", swap: 799, next-hop: 1}\n");
        text.append("neighbours:\n").append(neighbour("core", "172.16.0.2", Side.CORE));
        for (int customer = 0; customer < VRFS.size() * CUSTOMERS.size(); customer++) {
            final int vrf = customer / CUSTOMERS.size();
            final int link = customer % CUSTOMERS.size();
            final String name = VRFS.get(vrf) + CUSTOMERS.get(link);
            final Side side = link == 1 ? Side.SHARED : vrf == 0 ? Side.RED : Side.BLUE;
            text.append(neighbour(name, "10.0." + link + ".1", side)).append(neighbour(name, "2001:db8:0:" + link + "::1", side));
            hops.append("  - {index: ").append(10 + customer).append(", interface: ").append(name).append(", neighbour: 10.0.")
                .append(link).append(".1}\n");
            lsps.append("  - {label: ").append(CUSTOMER_LABEL + customer).append(", accept: {interface: ").append(name)
                .append("}, swap: ").append(SWAPPED_LABEL + vrf).append(", next-hop: 1}\n  - {label: ").append(POP_LABEL + customer)
                .append(", pop: ip, next-hop: ").append(10 + customer).append("}\n");
        }
        return Files.writeString(directory.resolve("leaks.yaml"), text.append(hops).append(lsps)
            + "host: {socket: \"" + Setup.socket(directory) + "\", metrics: \"off\", tap: tap}\n");
    }

    private static String neighbour(final String on, final String address, final Side side) {
        return "  - {interface: " + on + ", address: \"" + address + "\", mac: \"" + Frames.mac(peerMac(side)) + "\"}\n";
    }

    @Override
    public void close() throws IOException {
        sockets.values().forEach(RawSocket::close);
        router.close();
        outside.close();
    }
}
