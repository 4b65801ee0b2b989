package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Wires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Seven network namespaces: two provider edges around a core router, and at each edge a site of either customer, with a kernel of its own.
 * Both customers have the same addresses.
 *
 * <pre>
 *   red 1  wire --- red | pe1           p            pe2 | red --- wire  red 2
 *                       |     core -- west east -- core  |
 *   blue 1 wire -- blue |                                | blue -- wire  blue 2
 * </pre>
 *
 * <p>Site n is 10.n.0.0/24 and 2001:db8:n::/64, the edge the first address in it and the host the second. The edges' loopback addresses
 * are 192.0.2.n.
 */
final class VpnSite implements AutoCloseable {
    static final String RED = "red";
    static final String BLUE = "blue";
    static final List<String> CUSTOMERS = List.of(RED, BLUE);
    static final List<Integer> EDGES = List.of(1, 2);
    /** A customer's interface. */
    static final String WIRE = "wire";
    /** An edge's TAP device of the global table; those of VRFs have the VRF's name before it. */
    static final String TAP = "tap";

    private static final String CUSTOMER_MTU = "1500";
    private static final String CORE_MTU = "1600";

    private final Map<String, Namespace> namespaces = new LinkedHashMap<>();

    VpnSite() throws Exception {
        try {
            add("p");
            for (final int n : EDGES) {
                add("pe" + n);
                join(n);
                for (final String customer : CUSTOMERS) {
                    add(customer + n);
                    customer(customer, n);
                }
            }
        } catch (final Exception e) {
            close();
            throw e;
        }
    }

    private void add(final String name) throws Exception {
        final Namespace made = new Namespace(name);
        namespaces.put(name, made);
        for (final String setting : List.of("ipv4/conf/all/forwarding", "ipv6/conf/all/forwarding", "ipv4/conf/all/rp_filter",
            "ipv4/conf/default/rp_filter", "ipv6/conf/all/accept_dad", "ipv6/conf/default/accept_dad")) {
            Wires.write(made, "net/" + setting, "0");
        }
    }

    private void join(final int n) throws Exception {
        final String port = n == 1 ? "west" : "east";
        Namespace.join(core(), port, edge(n), "core", "mtu", CORE_MTU);
        core().ip("address", "add", "172.16." + n + ".254/24", "dev", port);
        edge(n).ip("address", "add", "172.16." + n + ".1/24", "dev", "core");
        edge(n).ip("address", "add", "192.0.2." + n + "/32", "dev", "lo");
    }

    private void customer(final String customer, final int n) throws Exception {
        final Namespace host = host(customer, n);
        Namespace.join(edge(n), customer, host, WIRE, "mtu", CUSTOMER_MTU);
        edge(n).ip("address", "add", address(n, 1) + "/24", "dev", customer);
        edge(n).ip("address", "add", address6(n, 1) + "/64", "dev", customer);
        host.ip("address", "add", address(n, 2) + "/24", "dev", WIRE);
        host.ip("address", "add", address6(n, 2) + "/64", "dev", WIRE);
        host.ip("route", "add", "default", "via", address(n, 1));
        host.ip("-6", "route", "add", "default", "via", address6(n, 1));
        host.in(() -> {
            new NetDevice(WIRE).setTransmitChecksumOffload(false);
            return host;
        });
    }

    /** An IPv4 address of site n. */
    static String address(final int n, final int host) {
        return "10." + n + ".0." + host;
    }

    /** An IPv6 address of site n. */
    static String address6(final int n, final int host) {
        return "2001:db8:" + n + "::" + host;
    }

    Namespace core() {
        return namespaces.get("p");
    }

    Namespace edge(final int n) {
        return namespaces.get("pe" + n);
    }

    /** A customer's host at an edge. */
    Namespace host(final String customer, final int n) {
        return namespaces.get(customer + n);
    }

    /** The MAC address of an interface. */
    static String mac(final Namespace namespace, final String device) throws Exception {
        return namespace.shell("cat /sys/class/net/" + device + "/address").strip();
    }

    /** Starts the three routers with the files of {@link VpnSetup} and waits until they forward. */
    List<Program> routers(final VpnSetup setup) throws Exception {
        final List<Program> programs = new ArrayList<>();
        try {
            programs.add(Program.run(edge(1), "run", setup.edge(1).toString()));
            programs.add(Program.run(edge(2), "run", setup.edge(2).toString()));
            programs.add(Program.run(core(), "run", setup.core().toString()));
            programs.forEach(Program::ready);
            return programs;
        } catch (final Exception | AssertionError e) {
            programs.forEach(Program::close);
            throw e;
        }
    }

    /** Starts one edge and waits until it forwards. */
    Program edge(final int n, final Path config) throws IOException {
        return Program.ready(Program.run(edge(n), "run", config.toString()));
    }

    /** Waits until an address answers: the first packets may be lost while the edges find out who is there. */
    static void reach(final Namespace from, final String address, final String... options) {
        final String[] once = Stream.concat(Stream.of(options), Stream.of("-c", "1", "-W", "0.2")).toArray(String[]::new);
        Await.until(address + " answers", () -> {
            try {
                return ping(from, address, once).contains(" 0% packet loss");
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Whether an address answers none of five echo requests, for half a second. */
    static boolean isSilent(final Namespace from, final String address, final String... options) throws IOException {
        return ping(from, address, Stream.concat(Stream.of(options), Stream.of("-W", "0.5")).toArray(String[]::new))
            .contains(" 100% packet loss");
    }

    /** What {@code ping} prints of five echo requests, with these options as well. */
    static String ping(final Namespace from, final String address, final String... options) throws IOException {
        final List<String> command = new ArrayList<>(
            List.of("ip", "netns", "exec", from.name(), "ping", "-c", "5", "-i", "0.01", "-W", "5"));
        command.addAll(List.of(options));
        command.add(address);
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        for (final Namespace each : namespaces.values()) {
            each.close();
        }
    }
}
