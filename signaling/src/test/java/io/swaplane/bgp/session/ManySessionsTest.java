package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands of sessions share a thread. */
class ManySessionsTest {
    private static final int SESSIONS = 2000;

    private static InetAddress address(final int side, final int index) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, (byte) side, (byte) (index >>> 8), (byte) (index + 1 & 0xFF)});
    }

    private static long bgpThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("many-bgp")).count();
    }

    private static Sessions speaker(final String name) throws IOException {
        return Sessions.start(TcpNetwork.listening(List.of(new InetSocketAddress("0.0.0.0", 0))),
            Thread.ofPlatform().name("many-bgp-" + name).factory());
    }

    private static void configure(final Sessions speaker, final int side, final int otherSide, final int port, final Counting heard)
        throws IOException {
        for (int i = 0; i < SESSIONS; i++) {
            final PeerSettings settings = PeerSettings.peer(address(otherSide, i), 64000 + side, PeerAs.of(64000 + otherSide), side)
                .localAddress(address(side, i)).port(port).passive(i % 2 == side % 2).families(Family.VPNV4).build();
            speaker.call(() -> speaker.add(settings, heard));
        }
        speaker.call(() -> {
            speaker.sessions().forEach(Session::start);
            return null;
        });
    }

    private static int port(final Sessions speaker) {
        return speaker.call(() -> ((TcpAttachment) speaker.attachment()).listening().getFirst().getPort());
    }

    @Test
    void shouldCarryThousandsOfSessionsOnOneThreadEach() throws IOException {
        final Counting leftHeard = new Counting();
        final Counting rightHeard = new Counting();
        final long began = System.nanoTime();
        try (Sessions left = speaker("left"); Sessions right = speaker("right")) {
            configure(left, 1, 2, port(right), leftHeard);
            configure(right, 2, 1, port(left), rightHeard);

            Eventually.so("all established", () -> left.call(() -> up(left)) == SESSIONS && right.call(() -> up(right)) == SESSIONS);

            assertThat(bgpThreads()).isEqualTo(2);
            System.out.println(SESSIONS + " sessions established in " + (System.nanoTime() - began) / 1_000_000 + " ms on 2 threads");
        }
        assertThat(leftHeard.down.get()).isEqualTo(leftHeard.established.get());
        assertThat(rightHeard.down.get()).isEqualTo(rightHeard.established.get());
    }

    private static long up(final Sessions speaker) {
        return speaker.sessions().stream().filter(session -> session.state() == SessionState.ESTABLISHED).count();
    }
}
