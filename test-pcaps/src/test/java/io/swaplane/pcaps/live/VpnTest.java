package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.xdp.Hosts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Customers' sites reach their own kind over labels, with real kernels at the ends and the same addresses in both VPNs. */
class VpnTest {
    private static final int BYTES = 4 << 20;
    private static final int PORT = 5000;
    private static final int TIMEOUT_MILLIS = 10_000;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndPing() {
        Required.root();
        Required.ping();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic"})
    void shouldJoinTheSitesOfEachCustomerAndKeepCustomersApart(final String mode) throws Exception {
        try (VpnSite site = new VpnSite()) {
            final List<Program> routers = site.routers(VpnSetup.in(directory, mode));
            try {
                for (final String customer : VpnSite.CUSTOMERS) {
                    reach(site, customer, 1, 2);
                    reach(site, customer, 2, 1);
                }
                for (final String customer : VpnSite.CUSTOMERS) {
                    for (final String address : List.of(VpnSite.address(2, 2), VpnSite.address6(2, 2))) {
                        connect(site, customer, address);
                        assertThat(Hosts.transfer(site.host(customer, 1), site.host(customer, 2), address, BYTES)).isEqualTo(BYTES);
                    }
                }
                assertThat(routers).allMatch(Program::isAlive);
            } finally {
                routers.forEach(Program::close);
            }
        }
    }

    private static void reach(final VpnSite site, final String customer, final int from, final int to) throws Exception {
        final Namespace host = site.host(customer, from);
        for (final String address : List.of(VpnSite.address(to, 2), VpnSite.address6(to, 2))) {
            VpnSite.reach(host, address);
            assertThat(VpnSite.ping(host, address)).as("%s from site %d to %s", customer, from, address).contains(" 0% packet loss");
        }
    }

    /** A host of each customer listens at an address of the second sites; only the customer's own hears the connection. */
    private static void connect(final VpnSite site, final String customer, final String address) throws Exception {
        try (ServerSocket red = listen(site.host(VpnSite.RED, 2), address); ServerSocket blue = listen(site.host(VpnSite.BLUE, 2), address);
             Socket socket = site.host(customer, 1).in(() -> new Socket(address, PORT))) {
            final ServerSocket own = customer.equals(VpnSite.RED) ? red : blue;
            final ServerSocket other = customer.equals(VpnSite.RED) ? blue : red;
            try (Socket accepted = own.accept()) {
                assertThat(accepted.getPort()).isEqualTo(socket.getLocalPort());
            }
            other.setSoTimeout(1);
            assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static ServerSocket listen(final Namespace host, final String address) throws Exception {
        final ServerSocket server = host.in(() -> new ServerSocket(PORT, 1, InetAddress.getByName(address)));
        server.setSoTimeout(TIMEOUT_MILLIS);
        return server;
    }
}
