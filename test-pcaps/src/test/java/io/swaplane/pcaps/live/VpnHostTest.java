package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Wires;
import io.swaplane.io.xdp.Hosts;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edges' own hosts have sessions over labels, and with customers of the same address, without VRF devices of the kernel. */
class VpnHostTest {
    private static final int BYTES = 2 << 20;
    private static final int SESSION_PORT = 179;
    private static final int TIMEOUT_MILLIS = 20_000;
    /** How long nothing comes before it is said that nothing comes. */
    private static final int SILENCE_MILLIS = 500;
    /** Each edge's own address in every VRF. */
    private static final String OWN = "10.255.0.1";
    /** Says the name of a device to whoever connects by it. */
    private static final String LISTENER = """
        import socket, sys
        device, address = sys.argv[1:3]
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode())
        server.bind((address, 179))
        server.listen()
        print("listening by", device, flush=True)
        while True:
            client, peer = server.accept()
            client.sendall((device + " hears " + peer[0] + " say ").encode() + client.recv(100))
            client.close()
        """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootPythonAndPing() {
        Required.root();
        Required.ping();
        Required.python();
    }

    @Test
    void shouldCarryASessionBetweenTheEdgesLoopbackAddressesOverLabels() throws Exception {
        try (VpnSite site = new VpnSite()) {
            final List<Program> routers = site.routers(VpnSetup.in(directory, "native").taps());
            try (ControlClient core = Program.client(directory.resolve("p"))) {
                for (final int n : VpnSite.EDGES) {
                    site.edge(n).ip("route", "add", "192.0.2." + (3 - n) + "/32", "dev", VpnSite.TAP, "src", "192.0.2." + n);
                }
                assertThat(Hosts.transfer(site.edge(1), site.edge(2), "192.0.2.2", BYTES)).isEqualTo(BYTES);
                assertThat(Hosts.transfer(site.edge(2), site.edge(1), "192.0.2.1", BYTES)).isEqualTo(BYTES);
                assertThat(core.ports()).as("labelled packets on the way").allMatch(each -> each.inPackets() > BYTES / 1500);
            } finally {
                routers.forEach(Program::close);
            }
        }
    }

    @Test
    void shouldHaveSessionsWithCustomersOfTheSameAddressEachInItsVrf() throws Exception {
        final Path config = VpnSetup.in(directory, "native").taps().own(OWN).edge(1);
        try (VpnSite site = new VpnSite(); Program router = site.edge(1, config)) {
            final List<Program> listeners = new ArrayList<>();
            try {
                for (final String customer : VpnSite.CUSTOMERS) {
                    site.edge(1).ip("address", "add", OWN + "/32", "dev", customer + VpnSite.TAP);
                    listeners.add(listen(site.edge(1), customer, VpnSite.address(1, 1)));
                    listeners.add(listen(site.edge(1), customer + VpnSite.TAP, OWN));
                }
                for (final String customer : VpnSite.CUSTOMERS) {
                    final String says = " hears " + VpnSite.address(1, 2) + " say " + customer;
                    assertThat(ask(site, customer, VpnSite.address(1, 1))).isEqualTo(customer + says);
                    assertThat(ask(site, customer, OWN)).as(router::output).isEqualTo(customer + VpnSite.TAP + says);
                }
            } finally {
                listeners.forEach(Program::close);
            }
        }
    }

    /** As eBGP sends with TTL 1, and expects 255 by GTSM. */
    @Test
    void shouldBeNoHopBetweenTheHostAndItsCustomer() throws Exception {
        final Path config = VpnSetup.in(directory, "native").taps().own(OWN).edge(1);
        try (VpnSite site = new VpnSite(); Program router = site.edge(1, config)) {
            for (final String customer : VpnSite.CUSTOMERS) {
                site.edge(1).ip("address", "add", OWN + "/32", "dev", customer + VpnSite.TAP);
                Wires.write(site.host(customer, 1), "net/ipv4/ip_default_ttl", "255");
                final String[] nextDoor = {"-I", customer + VpnSite.TAP, "-t", "1"};
                VpnSite.reach(site.edge(1), VpnSite.address(1, 2), nextDoor);
                assertThat(VpnSite.ping(site.edge(1), VpnSite.address(1, 2), nextDoor))
                    .as(router::output).contains(" ttl=255 ");
            }
            assertThat(VpnSite.isSilent(site.host(VpnSite.RED, 1), VpnSite.address(2, 2), "-t", "1")).isTrue();
        }
    }

    /** The kernel takes packets for all its addresses on every interface: they must not get there. */
    @Test
    void shouldLeaveToTheKernelWhatIsForAnAddressOfTheSameInterfaceAsAddressesComeAndGo() throws Exception {
        final Path config = VpnSetup.in(directory, "native").edge(1);
        try (VpnSite site = new VpnSite(); Program router = site.edge(1, config)) {
            final Namespace edge = site.edge(1);
            edge.ip("address", "add", "10.8.0.1/32", "dev", VpnSite.BLUE);
            edge.ip("address", "add", "2001:db8:8::1/128", "dev", VpnSite.BLUE);
            for (final String address : List.of("10.8.0.1", "2001:db8:8::1")) {
                Await.until("blue reaches " + address, () -> isReached(site, VpnSite.BLUE, address));
                assertThat(isReached(site, VpnSite.RED, address)).as("red reaches blue's %s", address).isFalse();
            }
            edge.ip("address", "delete", "10.8.0.1/32", "dev", VpnSite.BLUE);
            edge.ip("address", "add", "10.8.0.1/32", "dev", VpnSite.RED);
            Await.until("red reaches it", () -> isReached(site, VpnSite.RED, "10.8.0.1"));
            Await.until("blue does not", () -> !isReached(site, VpnSite.BLUE, "10.8.0.1"));
            assertThat(router.isAlive()).isTrue();
        }
    }

    /** Whether a customer's packet comes to a socket of the edge's host; its answers would go by the host's own routes. */
    private static boolean isReached(final VpnSite site, final String customer, final String address) {
        final Namespace host = site.host(customer, 1);
        try (DatagramSocket listener = site.edge(1).in(() -> new DatagramSocket(SESSION_PORT, InetAddress.getByName(address)));
             DatagramSocket sender = host.in(() -> new DatagramSocket())) {
            sender.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address), SESSION_PORT));
            listener.setSoTimeout(SILENCE_MILLIS);
            listener.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (final SocketTimeoutException e) {
            return false;
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Program listen(final Namespace edge, final String device, final String address) throws Exception {
        final Program listener = Program.start(edge, List.of("python3", "-c", LISTENER, device, address));
        assertThat(listener.says("listening by " + device)).as(listener::output).isTrue();
        return listener;
    }

    private static String ask(final VpnSite site, final String customer, final String address) throws Exception {
        try (Socket socket = site.host(customer, 1).in(() -> new Socket(address, SESSION_PORT))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(customer.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
