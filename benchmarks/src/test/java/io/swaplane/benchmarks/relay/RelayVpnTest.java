package io.swaplane.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayVpnTest {
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** A run ends only when the receiver has had every route, and none any more. */
    @ParameterizedTest
    @ValueSource(ints = {2, 400, 8_000})
    void shouldRelayEveryRouteWithALabelForEachTuple(final int tuples) throws IOException {
        final Place place = new Place("127.0.0", freePort());
        assertThat(RelayVpn.run(Relay.swaplane(place, "256m"), place, 8_000, tuples))
            .startsWith("{\"relay\": \"swaplane\", \"routes\": 8000, \"tuples\": " + tuples + ", \"labels\": " + tuples + ", ");
    }
}
