package io.swaplane.pcaps.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The routers' configurations for a {@link VpnSite}: static routes, a label for each VRF, an LSP each way that the core router swaps.
 * Customers' MAC addresses are for the kernel to find out, and addresses of interfaces are those that the kernel has.
 */
final class VpnSetup {
    private static final String EDGE = """
        router: pe%1$d
        router-id: 192.0.2.%1$d
        vrfs:
        %3$sinterfaces:
          - {name: core, port: core, mpls: core, mtu: 1600}
        %4$snext-hops:
          - {index: 1, interface: core, neighbour: 172.16.%1$d.254, push: [20%2$d]}
        lsps:
          - {label: 30%1$d, lookup: platform, payload: ip}
        routes:
          - {prefix: 192.0.2.%2$d/32, next-hop: 1}
        """;
    private static final String CORE = """
        router: p
        router-id: 192.0.2.254
        interfaces:
          - {name: west, port: west, mpls: core, mtu: 1600}
          - {name: east, port: east, mpls: core, mtu: 1600}
        next-hops:
          - {index: 1, interface: west, neighbour: 172.16.1.1}
          - {index: 2, interface: east, neighbour: 172.16.2.1}
        lsps:
          - {label: 201, swap: 301, next-hop: 1}
          - {label: 202, swap: 302, next-hop: 2}
        """;

    private final Path directory;
    private final String mode;
    private String taps = "";
    private String own = "";

    private VpnSetup(final Path directory, final String mode) {
        this.directory = directory;
        this.mode = mode;
    }

    /** Files go into directories below this one; the edges' customer ports are opened in that mode. */
    static VpnSetup in(final Path directory, final String mode) {
        return new VpnSetup(directory, mode);
    }

    /** With TAP devices, for the global table and for each VRF. */
    VpnSetup taps() {
        taps = VpnSite.TAP;
        return this;
    }

    /** An address that is the edge's own in each VRF besides those of its interfaces. */
    VpnSetup own(final String address) {
        own = "{prefix: " + address + "/32, receive: true}, ";
        return this;
    }

    /** Writes the file of an edge. */
    Path edge(final int n) throws IOException {
        final String vrfs = VpnSite.CUSTOMERS.stream().map(each -> vrf(each, 3 - n)).collect(Collectors.joining());
        final String interfaces = VpnSite.CUSTOMERS.stream()
            .map(each -> "  - {name: " + each + ", port: " + each + ", vrf: " + each + "}\n").collect(Collectors.joining());
        final String ports = "ports:\n" + VpnSite.CUSTOMERS.stream().map(each -> "  - {name: " + each + ", mode: " + mode + "}\n")
            .collect(Collectors.joining());
        return write("pe" + n, EDGE.formatted(n, 3 - n, vrfs, interfaces) + ports, taps.isEmpty() ? "" : ", tap: " + taps);
    }

    private String vrf(final String name, final int other) {
        final int label = 1001 + VpnSite.CUSTOMERS.indexOf(name);
        return "  - {name: " + name + ", label: " + label + (taps.isEmpty() ? "" : ", tap: " + name + taps) + ", routes: [" + own
            + "{prefix: 10." + other + ".0.0/24, label: " + label + ", next-hop: 1}, "
            + "{prefix: \"2001:db8:" + other + "::/64\", label: " + label + ", next-hop: 1}]}\n";
    }

    /** Writes the file of the core router. */
    Path core() throws IOException {
        return write("p", CORE, "");
    }

    private Path write(final String router, final String text, final String host) throws IOException {
        final Path place = Files.createDirectories(directory.resolve(router));
        return Files.writeString(place.resolve("router.yaml"),
            text + "host: {socket: \"" + Setup.socket(place) + "\", metrics: \"off\"" + host + "}\n");
    }
}
