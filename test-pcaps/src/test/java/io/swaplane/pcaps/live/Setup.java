package io.swaplane.pcaps.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A router's configuration for a {@link Site}, with every kind of path that the tests send packets on. */
final class Setup {
    /** One router does all of it, so that a test can mix. */
    private static final String PATHS = """
        next-hops:
          - {index: 1, interface: east, neighbour: 10.0.2.2}
          - {index: 2, interface: east, neighbour: 10.0.2.2, push: [500]}
          - {index: 3, interface: north, neighbour: 10.0.3.2}
          - {index: 4, interface: east.100, neighbour: 10.1.2.2}
          - {index: 5, interface: east.200.7, neighbour: 10.2.2.2}
          - {index: 6, interface: north, neighbour: 10.0.3.2, push: [601, 602]}
          - {index: 7, interface: west, neighbour: 10.0.1.2}
        lsps:
          - {label: 100, swap: 200, next-hop: 1}
          - {label: 101, swap: 201, next-hop: 2}
          - {label: 102, php: ip, next-hop: 1}
          - {label: 103, ecmp: [{swap: 203, next-hop: 1}, {swap: 303, next-hop: 3}]}
          - {label: 104, swap: 204, next-hop: 4}
          - {label: 105, swap: 205, next-hop: 5}
          - {label: 106, primary: {swap: 206, next-hop: 1}, backup: {swap: 306, next-hop: 3}}
          - {label: 107, swap: 207, next-hop: 6}
          - {label: 108, swap: 208, next-hop: 7}
          - {label: 109, swap: 209, next-hop: 3}
          - {label: 110, receive: true}
          - {label: 111, lookup: platform, payload: ip}
        """;

    /** Not a mode in itself: native, and sending as XDP frames. */
    static final String XDP_TRANSMIT = "xdp-transmit";

    /** The VRF of {@link #vrf}, and its label. */
    static final String VRF = "fixed";
    static final int VRF_LABEL = 120;

    /** What two tags take from the Linux interface's MTU in the mode that has the least room. */
    private static final int TWO_TAGS = 8;

    private final Path directory;
    private final String mode;
    private int mtu = 1500;
    private int doublyTaggedMtu = 1500 - TWO_TAGS;
    private String outerTag = "0x88a8";
    private int frameSize = 2048;
    private int workers = 1;
    private String idle = "block";
    private int busyPoll;
    private boolean resolved;
    private String devices = "";
    private String memory = "";
    private String tap = "";
    private String metrics = "";
    private String vrfs = "";

    private Setup(final Path directory, final String mode) {
        this.directory = directory;
        this.mode = mode;
    }

    /** Files go into the directory; the ports are opened in that mode. */
    static Setup in(final Path directory, final String mode) {
        return new Setup(directory, mode);
    }

    /** Another MTU than 1500, and bytes of a frame's memory that it fits in. */
    Setup mtu(final int octets, final int memory) {
        mtu = octets;
        doublyTaggedMtu = octets - TWO_TAGS;
        frameSize = memory;
        return this;
    }

    /** Another MTU for what is behind two tags than eight less, and the outer tag's type. */
    Setup doublyTagged(final int octets, final String tpid) {
        doublyTaggedMtu = octets;
        outerTag = tpid;
        return this;
    }

    /** So many workers. */
    Setup workers(final int count) {
        workers = count;
        return this;
    }

    /** Workers that idle in that way poll every port for so many frames a call. */
    Setup busyPoll(final int budget, final String way) {
        busyPoll = budget;
        idle = way;
        return this;
    }

    /** The kernel finds out the eastern and northern neighbours' MAC addresses. */
    Setup resolved() {
        resolved = true;
        return this;
    }

    /** The western port is on an interface of another name. */
    Setup westDevice(final String device) {
        devices = ", device: " + device;
        return this;
    }

    /** Fewer frames of memory than the default. */
    Setup frames(final int frames) {
        memory = ", frames: " + frames;
        return this;
    }

    /** The one worker is pinned to a CPU. */
    Setup cpu(final int cpu) {
        memory = ", cpus: [" + cpu + "]";
        return this;
    }

    /** Packets for the host enter it by a device of that name. */
    Setup tap(final String device) {
        tap = ", tap: " + device;
        return this;
    }

    /** Where the metrics are; otherwise at the default address. */
    Setup metrics(final String address) {
        metrics = ", metrics: \"" + address + "\"";
        return this;
    }

    /** With a VRF that has a label and a route: what comes with label 120 to 10.50.0.0/16 leaves for the east with 777. */
    Setup vrf() {
        vrfs = "vrfs:\n  - {name: " + VRF + ", label: " + VRF_LABEL + ", routes: [{prefix: 10.50.0.0/16, label: 777, next-hop: 1}]}\n";
        return this;
    }

    /** Writes the file. */
    Path write() throws IOException {
        return Files.writeString(directory.resolve("router.yaml"), text());
    }

    /** Where a router with its files in that directory listens. */
    static Path socket(final Path directory) {
        return directory.resolve("control.sock");
    }

    private String text() {
        return "router: live\nrouter-id: 192.0.2.1\ninterfaces:\n"
            + Site.HOSTS.stream().map(this::interfaces).collect(Collectors.joining())
            + "neighbours:\n" + neighbours()
            + PATHS + vrfs
            + "ports:\n" + Site.HOSTS.stream().map(this::port).collect(Collectors.joining())
            + "workers: {count: " + workers + ", idle: " + idle + ", frame-size: " + frameSize + memory + "}\n"
            + "host: {socket: \"" + socket(directory) + "\"" + tap + metrics + "}\n";
    }

    private String interfaces(final String host) {
        final String rest = ", port: " + host + ", mac: \"" + Site.routerMac(host) + "\", mpls: core, mtu: ";
        return "  - {name: " + host + rest + mtu + "}\n"
            + "  - {name: " + host + ".100" + rest + mtu + ", vlan: 100}\n"
            + "  - {name: " + host + ".200.7" + rest + doublyTaggedMtu + ", vlan: {outer: 200, inner: 7, tpid: \"" + outerTag + "\"}}\n";
    }

    private String neighbours() {
        final StringBuilder text = new StringBuilder();
        for (final String host : resolved ? List.of(Site.WEST) : Site.HOSTS) {
            text.append(neighbour(host, host, "10.0." + (Site.HOSTS.indexOf(host) + 1) + ".2"));
        }
        return text + neighbour(Site.EAST, "east.100", "10.1.2.2") + neighbour(Site.EAST, "east.200.7", "10.2.2.2");
    }

    private static String neighbour(final String host, final String on, final String address) {
        return "  - {interface: " + on + ", address: " + address + ", mac: \"" + Site.hostMac(host) + "\"}\n";
    }

    private String port(final String host) {
        final String way = mode.equals(XDP_TRANSMIT) ? "native, transmit: xdp" : mode;
        return "  - {name: " + host + ", mode: " + way + ", busy-poll: " + busyPoll + (host.equals(Site.WEST) ? devices : "") + "}\n";
    }
}
