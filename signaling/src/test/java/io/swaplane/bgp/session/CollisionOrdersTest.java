package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AttributeCache;
import io.swaplane.bgp.message.Family;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two sessions that connect to each other at once: whatever comes before what, both are established once. */
class CollisionOrdersTest {
    private static final int ORDERS = 20_000;
    private static final byte[] FIN = {};

    private final List<End> ends = new ArrayList<>();
    private final List<Speaker> speakers = new ArrayList<>();
    private final VirtualTime time = new VirtualTime();

    /** One of the two. */
    private final class Speaker implements Transport {
        final Counting heard = new Counting();
        final Session session;
        private boolean started;

        Speaker(final int identifier, final int peer) {
            session = new Session(PeerSettings.peer(InetAddress.ofLiteral("10.0.0." + peer), 65000 + identifier, PeerAs.of(65000 + peer),
                identifier).families(Family.IPV4_UNICAST).build(), time, this, new AttributeCache(16), new SplittableRandom(1), heard);
        }

        @Override
        public Attempt connect(final PeerSettings settings, final Outcome outcome) {
            final End near = new End(this, outcome);
            final End far = new End(speakers.get(speakers.getFirst() == this ? 1 : 0), null);
            near.other = far;
            far.other = near;
            ends.add(near);
            ends.add(far);
            return near::close;
        }
    }

    /** An end of a connection, which the two speakers know of in any order. */
    private final class End extends MemoryConnection {
        private final Speaker speaker;
        private final Transport.Outcome outcome;
        private final Queue<byte[]> arriving = new ArrayDeque<>();
        private End other;
        private ConnectionHandler handler;
        private boolean open;

        End(final Speaker speaker, final Transport.Outcome outcome) {
            this.speaker = speaker;
            this.outcome = outcome;
        }

        boolean hasNext() {
            return speaker.started && !closed && (!open || reading && !arriving.isEmpty());
        }

        void next() {
            if (!open) {
                open = true;
                handler = outcome == null ? speaker.session.accept(this) : outcome.connected(this);
                return;
            }
            final byte[] message = arriving.remove();
            if (message == FIN) {
                closed = true;
                handler.closed("closed by the peer");
            } else {
                handler.message(message, 0, message.length);
            }
        }

        @Override
        public void send(final byte[] message, final int offset, final int length) {
            other.arriving.add(Arrays.copyOfRange(message, offset, offset + length));
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                other.arriving.add(FIN);
            }
        }
    }

    @Test
    void shouldEstablishBothOnceWhateverComesFirst() {
        for (int seed = 0; seed < ORDERS; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            ends.clear();
            speakers.clear();
            speakers.addAll(List.of(new Speaker(1, 2), new Speaker(2, 1)));
            run(random);

            final String order = "order " + seed;
            establishedOnce(order);
            time.pass(30);
            run(random);
            establishedOnce(order + ", later");
            speakers.forEach(speaker -> speaker.session.shutDown(""));
            assertThat(time.waiting()).as(order).isZero();
        }
    }

    private void establishedOnce(final String order) {
        for (final Speaker speaker : speakers) {
            assertThat(speaker.heard.ends).as(order).isEmpty();
            assertThat(speaker.heard.established.get()).as(order).isEqualTo(1);
        }
    }

    /** Does what can be done, in an order by chance, until nothing can. */
    private void run(final SplittableRandom random) {
        final List<Runnable> possible = new ArrayList<>();
        do {
            possible.clear();
            speakers.stream().filter(speaker -> !speaker.started).forEach(speaker -> possible.add(() -> {
                speaker.started = true;
                speaker.session.start();
            }));
            ends.stream().filter(End::hasNext).forEach(end -> possible.add(end::next));
            if (!possible.isEmpty()) {
                possible.get(random.nextInt(possible.size())).run();
            }
        } while (!possible.isEmpty());
    }
}
