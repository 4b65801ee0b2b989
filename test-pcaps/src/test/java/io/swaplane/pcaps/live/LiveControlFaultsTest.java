package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who speaks nonsense to the control socket, or nothing at all, harms neither forwarding nor other producers. */
class LiveControlFaultsTest {
    private static final int CONNECTIONS = 50;
    private static final int OCTETS = 1 << 16;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long SEED = 9113;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldForwardAndTakeCommandsAmongConnectionsThatSendNonsenseOrNothing() throws Exception {
        final SplittableRandom random = new SplittableRandom(SEED);
        final CrashingClient producer = new CrashingClient(directory, random);
        final List<SocketChannel> open = new ArrayList<>();
        try (Site site = new Site(1500); Program router = Program.router(site, Setup.in(directory, "packet").write())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(SocketChannel.open(UnixDomainSocketAddress.of(Setup.socket(directory))));
                if (i % 3 > 0) {
                    sendNonsense(open.getLast(), i % 3 == 2, random);
                }
            }
            LiveFaultsTest.forwards(site);
            producer.synchronise();
            assertThat(router.isAlive()).isTrue();
            for (final SocketChannel channel : open) {
                channel.close();
            }
            producer.synchronise();
            LiveFaultsTest.forwards(site);
            assertThat(router.isAlive()).isTrue();
        }
    }

    /** Random octets, some of them behind the beginning of an HTTP/2 connection. The router may hang up before it has them all. */
    private static void sendNonsense(final SocketChannel channel, final boolean preface, final SplittableRandom random) {
        final byte[] nonsense = new byte[OCTETS];
        random.nextBytes(nonsense);
        if (preface) {
            System.arraycopy(PREFACE, 0, nonsense, 0, PREFACE.length);
        }
        final ByteBuffer buffer = ByteBuffer.wrap(nonsense);
        try {
            channel.configureBlocking(false);
            for (int written = channel.write(buffer); written > 0 && buffer.hasRemaining();) {
                written = channel.write(buffer);
            }
        } catch (final IOException e) {
            assertThat(e).hasMessageMatching(".*(Broken pipe|Connection reset).*");
        }
    }
}
