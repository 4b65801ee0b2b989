package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.recursive;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.Origin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateSweepsTest {
    private static final Accept CORE = new Accept.Core();
    private static final long HOLD = LabelSettings.STANDARD.holdTime().toNanos();
    private static final Origin FIRST = session(1);
    private static final Origin BGP = new Origin(3, 1, "bgp", 100);
    private static final int FIRST_HOP = 20;
    private static final int HOPS = 3000;
    /** More than any duty cycle may deal with. */
    private static final int SLICE = 1000;

    private long now = 1_000_000_000L;
    private final Conductor conductor =
        new Conductor(TestIntent.router().with(direct(11, "core0", "10.0.0.2")).build(), 2, () -> now);

    private static Origin session(final int number) {
        return new Origin(1, number, "api", 50);
    }

    @AfterEach
    void close() {
        conductor.close();
    }

    /** Next hops of the first session that labels of another producer lead to while session 2 sweeps, and no longer. */
    private void leaveBehind(final int hops) {
        for (int i = 0; i < hops; i++) {
            conductor.onNextHop(FIRST, recursive(FIRST_HOP + i, 11));
            conductor.onForward(BGP, 0, 5000 + i, Forwarding.swap(300, FIRST_HOP + i), CORE);
        }
        sweep(session(2));
        for (int i = 0; i < hops; i++) {
            conductor.removeLabel(BGP, 0, 5000 + i);
        }
        assertThat(hops()).isEqualTo(hops);
    }

    private void sweep(final Origin origin) {
        int calls = 0;
        while (conductor.sweep(origin, SLICE) == SLICE) {
            assertThat(++calls).isLessThan(100);
        }
    }

    private int hops() {
        return conductor.nextHopUsage().resolved() - 1;
    }

    private void drain() {
        int calls = 0;
        while (conductor.doWork() > 0) {
            assertThat(++calls).isLessThan(10_000);
        }
    }

    @Test
    void shouldSweepLateAFewWithEachCycle() {
        leaveBehind(HOPS);
        drain();
        assertThat(hops()).as("the hold time is not over").isEqualTo(HOPS);
        now += HOLD;
        int before = HOPS;
        int cycles = 0;
        while (hops() > 0) {
            assertThat(conductor.doWork()).isPositive();
            assertThat(before - hops()).as("in one cycle").isLessThanOrEqualTo(SLICE);
            before = hops();
            assertThat(++cycles).isLessThan(HOPS);
        }
    }

    @Test
    void shouldNotSweepLateWhatASessionPromisedToKeep() {
        leaveBehind(1);
        conductor.keep(session(3));
        now += HOLD;
        drain();
        assertThat(hops()).isEqualTo(1);
    }

    @Test
    void shouldStopALateSweepThatIsUnderWayForASessionThatKeeps() {
        leaveBehind(HOPS);
        now += HOLD;
        conductor.doWork();
        final int left = hops();
        assertThat(left).isBetween(1, HOPS);
        conductor.keep(session(3));
        drain();
        assertThat(hops()).isEqualTo(left);
        sweep(session(4));
        assertThat(hops()).as("a later session that does not keep them").isZero();
    }

    @Test
    void shouldStillSweepLateWhatALaterSessionLeft() {
        leaveBehind(1);
        conductor.keep(session(1));
        now += HOLD;
        drain();
        assertThat(hops()).isZero();
    }

    @Test
    void shouldNotForgetALateSweepForOneOfAnEarlierSession() {
        conductor.onNextHop(session(2), recursive(FIRST_HOP + 1, 11));
        conductor.onForward(BGP, 0, 6000, Forwarding.swap(300, FIRST_HOP + 1), CORE);
        conductor.onNextHop(FIRST, recursive(FIRST_HOP, 11));
        conductor.onForward(BGP, 0, 5000, Forwarding.swap(300, FIRST_HOP), CORE);
        sweep(session(3));
        sweep(session(2));
        conductor.removeLabel(BGP, 0, 5000);
        conductor.removeLabel(BGP, 0, 6000);
        now += HOLD;
        drain();
        assertThat(hops()).isZero();
    }

    @Test
    void shouldLookAgainAtWhatAStoppedSweepFoundInUse() {
        conductor.onNextHop(FIRST, recursive(FIRST_HOP, 11));
        conductor.onForward(BGP, 0, 5000, Forwarding.swap(300, FIRST_HOP), CORE);
        assertThat(conductor.sweep(session(2), 1)).isEqualTo(1);
        conductor.keep(session(2));
        conductor.removeLabel(BGP, 0, 5000);
        sweep(session(3));
        assertThat(hops()).isZero();
    }
}
