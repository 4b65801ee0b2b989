package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.UpdateWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two speakers over TCP on this machine: left in AS 65000 at 127.0.0.1, right in AS 65001 at 127.0.0.2. */
class TcpSessionTest {
    private static final InetAddress LEFT = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress RIGHT = InetAddress.ofLiteral("127.0.0.2");
    private static final int ROUNDS = 50;

    private final Counting leftHeard = new Counting();
    private final Counting rightHeard = new Counting();
    private final List<Sessions> speakers = new ArrayList<>();
    private Sessions left;
    private Sessions right;

    private static Sessions speaker(final InetAddress address) throws IOException {
        return Sessions.start(TcpNetwork.listening(List.of(new InetSocketAddress(address, 0))), Thread.ofPlatform().name("bgp").factory());
    }

    @BeforeEach
    void start() throws IOException {
        left = speaker(LEFT);
        right = speaker(RIGHT);
        speakers.addAll(List.of(left, right));
    }

    @AfterEach
    void stop() {
        speakers.forEach(Sessions::close);
    }

    private static List<Integer> ports(final Sessions speaker) {
        return speaker.call(() -> ((TcpAttachment) speaker.attachment()).listening().stream().map(InetSocketAddress::getPort)
            .collect(Collectors.toCollection(ArrayList::new)));
    }

    private static int port(final Sessions speaker) {
        return ports(speaker).getFirst();
    }

    private Session left(final UnaryOperator<PeerSettings.Builder> more) {
        final PeerSettings settings = more.apply(PeerSettings.peer(RIGHT, 65000, PeerAs.of(65001), 1).port(port(right)).localAddress(LEFT)
            .families(Family.IPV4_UNICAST)).build();
        return left.call(() -> left.add(settings, leftHeard));
    }

    private Session right(final UnaryOperator<PeerSettings.Builder> more) {
        final PeerSettings settings = more.apply(PeerSettings.peer(LEFT, 65001, PeerAs.of(65000), 2).port(port(left)).localAddress(RIGHT)
            .families(Family.IPV4_UNICAST)).build();
        return right.call(() -> right.add(settings, rightHeard));
    }

    private static void start(final Sessions speaker, final Session session) {
        speaker.execute(session::start);
    }

    private void bothEstablished() {
        Eventually.so("both established", () -> left.call(() -> left.sessions().iterator().next().state()) == SessionState.ESTABLISHED
            && right.call(() -> right.sessions().iterator().next().state()) == SessionState.ESTABLISHED);
    }

    /** Fails on Linux where Netty's native library cannot be loaded; skips the test elsewhere, where there is none. */
    private static void needsLinuxSockets() {
        if (OS.LINUX.isCurrentOs()) {
            assertThat(Epoll.isAvailable()).as("Netty's native library: %s", Epoll.unavailabilityCause()).isTrue();
            return;
        }
        System.out.println("skipped: keys, TTLs and interfaces need Linux sockets");
        Assumptions.abort("needs Linux sockets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"left", "right", "none"})
    void shouldEstablishWhoeverIsPassive(final String passive) {
        final Session onLeft = left(settings -> settings.passive(passive.equals("left")));
        final Session onRight = right(settings -> settings.passive(passive.equals("right")));
        start(left, onLeft);
        start(right, onRight);

        bothEstablished();

        assertThat(left.call(() -> onLeft.connection().orElseThrow().remoteEnd())).startsWith("127.0.0.2:");
        assertThat(right.call(() -> onRight.remoteOpen().orElseThrow().as())).isEqualTo(65000);
    }

    /** Both connect at once: one connection is chosen before either side calls the session established. */
    @Test
    void shouldEstablishEachSessionOnceWhenBothAreActive() {
        for (int round = 1; round <= ROUNDS; round++) {
            final Session onLeft = left(settings -> settings);
            final Session onRight = right(settings -> settings);
            start(left, onLeft);
            start(right, onRight);
            bothEstablished();
            assertThat(leftHeard.ends).hasSize(round - 1);
            assertThat(rightHeard.ends).hasSize(round - 1);
            left.call(() -> {
                left.remove(onLeft);
                return null;
            });
            final int ended = round;
            Eventually.so("down", () -> rightHeard.down.get() == ended);
            right.call(() -> {
                right.remove(onRight);
                return null;
            });
        }
        assertThat(leftHeard.established.get()).isEqualTo(ROUNDS);
        assertThat(rightHeard.established.get()).isEqualTo(ROUNDS);
        assertThat(leftHeard.ends).containsOnly("sent cease: peer de-configured (6/3)");
        assertThat(rightHeard.ends).containsOnly("received cease: peer de-configured (6/3)");
    }

    @Test
    void shouldWorkOnJavasSockets() throws IOException {
        final Sessions portable = Sessions.start(TcpNetwork.portable(List.of()), Thread.ofPlatform().factory());
        speakers.add(portable);
        final Session onRight = right(settings -> settings.passive(true));
        start(right, onRight);
        final PeerSettings.Builder settings = PeerSettings.peer(RIGHT, 65000, PeerAs.of(65001), 1).port(port(right)).localAddress(LEFT)
            .families(Family.IPV4_UNICAST);
        start(portable, portable.call(() -> portable.add(settings.build(), leftHeard)));

        Eventually.so("established", () -> leftHeard.established.get() == 1);

        assertThatThrownBy(() -> portable.call(() -> portable.add(
            PeerSettings.peer(LEFT, 65000, PeerAs.of(65001), 1).families(Family.IPV4_UNICAST).md5Key("k").build(), leftHeard)))
            .hasMessageContaining("need Linux sockets");
    }

    @Test
    void shouldExchangeMessagesAndSayWhyItEnds() {
        final Session onLeft = left(settings -> settings.passive(true));
        final Session onRight = right(settings -> settings);
        start(left, onLeft);
        start(right, onRight);
        bothEstablished();

        right.call(() -> {
            final UpdateWriter writer = new UpdateWriter(onRight.negotiated(), onRight::send);
            writer.endOfRib(Family.IPV4_UNICAST);
            onRight.flush();
            return onRight.requestRefresh(Family.IPV4_UNICAST);
        });
        Eventually.so("heard", () -> leftHeard.endOfRib.get() == 1 && leftHeard.refreshes.get() == 1);
        right.execute(() -> onRight.shutDown("maintenance, see you at noon"));

        Eventually.so("down", () -> leftHeard.down.get() == 1);
        assertThat(leftHeard.ends).containsExactly(
            "received cease: administrative shutdown (6/2): \"maintenance, see you at noon\"");
        right.execute(onRight::start);
        bothEstablished();
        assertThat(left.call(() -> onLeft.counters().established())).isEqualTo(2);
    }

    @Test
    void shouldLeaveThePeersMessagesWithThePeer() {
        final Session onLeft = left(settings -> settings.passive(true));
        final Session onRight = right(settings -> settings);
        start(left, onLeft);
        start(right, onRight);
        bothEstablished();
        left.execute(() -> left.reading(false));

        final long sent = right.call(() -> fill(onRight));
        assertThat(right.call(onRight::writable)).isFalse();
        final int before = rightHeard.writable.get();
        left.execute(() -> left.reading(true));

        Eventually.so("all read", () -> leftHeard.endOfRib.get() == sent);
        Eventually.so("writable again", () -> rightHeard.writable.get() > before);
        assertThat(left.call(onLeft::state)).isEqualTo(SessionState.ESTABLISHED);
    }

    /** Sends until no more is welcome, the system's buffers full; returns how many messages. */
    private static long fill(final Session session) {
        final Negotiated form = session.negotiated();
        final long[] sent = {0};
        final UpdateWriter writer = new UpdateWriter(form, (buffer, offset, length) -> {
            session.send(buffer, offset, length);
            sent[0]++;
        });
        while (session.writable() && sent[0] < 10_000_000) {
            for (int i = 0; i < 1000; i++) {
                writer.endOfRib(Family.IPV4_UNICAST);
            }
            session.flush();
        }
        return sent[0];
    }

    @Test
    void shouldSignWithTheKey() {
        needsLinuxSockets();
        final Session onLeft = left(settings -> settings.md5Key("s3cret"));
        final Session onRight = right(settings -> settings.md5Key("s3cret"));
        start(left, onLeft);
        start(right, onRight);

        bothEstablished();
    }

    @Test
    void shouldNotConnectWithAnotherKey() {
        needsLinuxSockets();
        final long before = TcpCounter.read("TCPMD5Failure");
        final Session onLeft = left(settings -> settings.passive(true).md5Key("s3cret"));
        final Session onRight = right(settings -> settings.md5Key("other"));
        start(left, onLeft);
        start(right, onRight);

        Eventually.so("the kernel has refused the key", () -> TcpCounter.read("TCPMD5Failure") > before);

        assertThat(right.call(onRight::state)).isEqualTo(SessionState.CONNECT);
        assertThat(left.call(() -> onLeft.counters().received())).isZero();
    }

    @Test
    void shouldCheckTheTtl() {
        needsLinuxSockets();
        final Session onLeft = left(settings -> settings.ttlSecurityHops(1));
        final Session onRight = right(settings -> settings.ttlSecurityHops(1));
        start(left, onLeft);
        start(right, onRight);

        bothEstablished();
    }

    @Test
    void shouldHaveNoSessionWithOneFurtherAway() {
        needsLinuxSockets();
        final long before = TcpCounter.read("TCPMinTTLDrop");
        final Session onLeft = left(settings -> settings.passive(true).ttlSecurityHops(1));
        final Session onRight = right(settings -> settings);
        start(left, onLeft);
        start(right, onRight);

        Eventually.so("the kernel has dropped for the TTL", () -> TcpCounter.read("TCPMinTTLDrop") > before);

        // The kernel is told the least TTL when the connection is accepted: one message may have been there before.
        assertThat(left.call(() -> onLeft.counters().received())).as("TTL 1 is not 255").isLessThanOrEqualTo(1);
        assertThat(left.call(onLeft::state)).isNotEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldListenAndConnectOnAnInterface() {
        needsLinuxSockets();
        final List<Integer> everywhere = ports(left);
        final Session onLeft = left(settings -> settings.passive(true).interfaceName("lo"));
        final List<Integer> there = ports(left);
        there.removeAll(everywhere);
        assertThat(there).as("a listener of its own").hasSize(1);
        final Session onRight = right(settings -> settings.interfaceName("lo").port(there.getFirst()));
        start(left, onLeft);
        start(right, onRight);

        bothEstablished();
    }

    @Test
    void shouldRefuseStrangers() throws IOException {
        try (Socket stranger = new Socket(LEFT, port(left))) {
            stranger.setSoTimeout(10_000);
            final byte[] message = new DataInputStream(stranger.getInputStream()).readAllBytes();
            assertThat(MessageHeader.type(message, 0)).isEqualTo(MessageHeader.NOTIFICATION);
            assertThat(Notification.decode(message, 0, message.length)).hasToString("cease: connection rejected (6/5)");
        }
    }

    @Test
    void shouldAnswerNoiseAndGoOn() throws IOException {
        final Session onLeft = left(settings -> settings.passive(true));
        start(left, onLeft);
        Eventually.so("listens", () -> left.call(onLeft::state) == SessionState.ACTIVE);
        try (Socket noise = new Socket()) {
            noise.bind(new InetSocketAddress(RIGHT, 0));
            noise.connect(new InetSocketAddress(LEFT, port(left)));
            noise.setSoTimeout(10_000);
            noise.getOutputStream().write(new byte[4096]);
            final byte[] answer = new DataInputStream(noise.getInputStream()).readAllBytes();
            final int first = MessageHeader.length(answer, 0);
            assertThat(MessageHeader.type(answer, 0)).isEqualTo(MessageHeader.OPEN);
            assertThat(Notification.decode(answer, first, answer.length - first))
                .hasToString("message header error: connection not synchronized (1/1)");
        }
        final Session onRight = right(settings -> settings);
        start(right, onRight);
        bothEstablished();
    }

    @Test
    void shouldEndSessionsWhenAPeerIsRemovedOrTheSpeakerClosed() {
        final Session onLeft = left(settings -> settings.passive(true));
        final Session onRight = right(settings -> settings);
        start(left, onLeft);
        start(right, onRight);
        bothEstablished();

        right.close();
        speakers.remove(right);

        Eventually.so("down", () -> leftHeard.down.get() == 1);
        assertThat(leftHeard.ends).containsExactly("received cease: peer de-configured (6/3)");
    }
}
