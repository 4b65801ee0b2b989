package io.swaplane.pcaps.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.pcaps.reference.Egress;
import io.swaplane.pcaps.reference.ProgrammedBuckets;
import io.swaplane.pcaps.reference.ReferenceForwarder;
import io.swaplane.pcaps.reference.Tally;
import io.swaplane.pcaps.reference.Verdict;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** One random router: the same random bursts through it and through the reference, with ports that go down and fill up. */
final class Comparison {
    private final long seed;
    private final RouterIntent intent;
    private final SplittableRandom random;
    private final RandomFrames frames;
    private final RouterUnderTest router;
    private final ReferenceForwarder reference;
    private final boolean[] up;
    private final int[] room;
    private int puntRoom;

    private Comparison(final long seed, final RouterIntent intent, final RouterUnderTest router) {
        this.seed = seed;
        this.intent = intent;
        this.router = router;
        random = new SplittableRandom(~seed);
        frames = new RandomFrames(intent, random);
        reference = new ReferenceForwarder(intent, new ProgrammedBuckets(router.conductor(), intent));
        up = new boolean[intent.ports().size()];
        Arrays.fill(up, true);
        room = new int[up.length];
    }

    /** Compares so many frames, and all counters in the end; what was seen goes into {@code coverage}. */
    static void run(final long seed, final int count, final Coverage coverage) {
        final RouterIntent intent = RandomRouter.make(seed);
        try (RouterUnderTest router = new RouterUnderTest(intent)) {
            run(seed, intent, router, count, coverage);
        }
    }

    /** Compares so many frames through a router that was brought to do what the intent asks, before any other frame. */
    static void run(final long seed, final RouterIntent intent, final RouterUnderTest router, final int count, final Coverage coverage) {
        final Comparison comparison = new Comparison(seed, intent, router);
        for (int done = 0; done < count;) {
            done += comparison.burst();
        }
        comparison.compareCounters();
        coverage.add(intent, comparison.reference.tally());
    }

    private int burst() {
        if (oneIn(40)) {
            final int port = random.nextInt(up.length);
            up[port] = !oneIn(4);
            router.conductor().setPortState(intent.ports().get(port), up[port]);
        }
        if (oneIn(40)) {
            router.trace(oneIn(6));
        }
        for (int port = 0; port < room.length; port++) {
            room[port] = someRoom(router.isTraced() || intent.routing().routes().isEmpty());
        }
        puntRoom = someRoom(router.isTraced());
        router.room(room, puntRoom);
        final int port = random.nextInt(up.length);
        final List<byte[]> burst = new ArrayList<>();
        for (int left = oneIn(4) ? random.nextInt(1, 5) : random.nextInt(1, RouterUnderTest.BURST + 1); left > 0; left--) {
            burst.add(frames.next(port));
        }
        compare(port, burst);
        return burst.size();
    }

    /**
     * Mostly for the whole burst. Room for a part of it only when packets end in the order in which they came, as with a tracer; without
     * one, those that are routed, or may be, end behind the labelled ones that came with them.
     */
    private int someRoom(final boolean inOrder) {
        return !oneIn(30) ? RouterUnderTest.BURST : inOrder ? random.nextInt(10) : 0;
    }

    private void compare(final int port, final List<byte[]> burst) {
        final Verdict[] actual = router.forward(port, burst);
        for (int i = 0; i < actual.length; i++) {
            final Verdict expected = reference.forward(port, burst.get(i), new CurrentEgress());
            final boolean untracedDrop = actual[i] == null && !router.isTraced() && expected instanceof Verdict.Dropped;
            if (!untracedDrop && !expected.equals(actual[i])) {
                throw new AssertionError("router of seed " + seed + ", frame on port " + port + ":\n" + hex(burst.get(i))
                    + "\nreference: " + text(expected) + "\nforwarder: " + text(actual[i]));
            }
        }
        for (final DropReason reason : DropReason.values()) {
            final long expected = reference.tally().reason(port, reason);
            if (router.tables().drops(port, reason) != expected) {
                throw new AssertionError("router of seed " + seed + ", burst on port " + port + ": " + reason + " happened "
                    + router.tables().drops(port, reason) + " times, to the reference " + expected + "; frames:\n"
                    + String.join("\n", burst.stream().map(Comparison::hex).toList()));
            }
        }
    }

    private static String text(final Verdict verdict) {
        return switch (verdict) {
            case null -> "dropped for a reason that was not traced";
            case Verdict.Sent(int port, byte[] frame) -> "sent by port " + port + "\n" + hex(frame);
            case Verdict.Punted(PuntReason reason, String about, byte[] frame) -> "punted, " + reason + ", " + about + "\n" + hex(frame);
            case Verdict.Dropped(DropReason reason) -> "dropped, " + reason;
        };
    }

    private static String hex(final byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }

    private void compareCounters() {
        final Tally tally = reference.tally();
        for (final Tally.LabelKey key : tally.labels().keySet()) {
            compareLabel(key.space(), key.label());
        }
        for (final LspIntent lsp : intent.lsps()) {
            compareLabel(lsp.labelSpace(), lsp.label());
        }
        intent.nextHops().forEach(hop -> assertThat(router.tables().nextHopCounters(hop.index()))
            .as("next hop %d of the router of seed %d", hop.index(), seed).isEqualTo(tally.nextHop(hop.index())));
        for (int port = 0; port < up.length; port++) {
            assertThat(router.tables().portCounters(port)).as("port %d of the router of seed %d", port, seed).isEqualTo(tally.port(port));
            for (final PuntReason reason : PuntReason.values()) {
                assertThat(router.tables().punts(port, reason)).as("%s on port %d of the router of seed %d", reason, port, seed)
                    .isEqualTo(tally.reason(port, reason));
            }
        }
    }

    private void compareLabel(final String space, final int label) {
        assertThat(router.tables().labelCounters(router.conductor().labelSpaceNumber(space), label))
            .as("label %d of label space %s of the router of seed %d", label, space, seed)
            .isEqualTo(reference.tally().label(space, label));
    }

    private boolean oneIn(final int n) {
        return random.nextInt(n) == 0;
    }

    /** What the ports and the queue to the host still take of the current burst. */
    private final class CurrentEgress implements Egress {
        @Override
        public boolean isUp(final int port) {
            return up[port];
        }

        @Override
        public boolean take(final int port) {
            return room[port]-- > 0;
        }

        @Override
        public boolean takePunt() {
            return puntRoom-- > 0;
        }
    }
}
