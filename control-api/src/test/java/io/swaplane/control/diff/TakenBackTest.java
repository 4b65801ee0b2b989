package io.swaplane.control.diff;

import static io.swaplane.control.TestIntent.MAC_2;
import static io.swaplane.control.TestIntent.MAC_3;
import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.recursive;
import static io.swaplane.control.TestIntent.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.Conductor;
import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.RouterView;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A configuration took over what other producers put, and is then refused: all is as it was, and whose it was. */
class TakenBackTest {
    private static final Origin API = new Origin(1, 3, "api", 50);
    private static final Origin BGP = new Origin(2, 1, "bgp", 100);

    private static Action to(final int nextHop) {
        return new Action.Swap(200, nextHop);
    }

    private static LspIntent of(final String owner, final int label, final Action action) {
        return new LspIntent(label, LspIntent.PLATFORM, owner, new Accept.Core(), action, null, null, null);
    }

    private static TestIntent base() {
        return TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(direct(2, "core0", "10.0.0.3"));
    }

    /** Next hop 2 is to go, which is refused last, as another producer's label leads to it. */
    private static TestIntent refused() {
        return TestIntent.router().with(direct(1, "core0", "10.0.0.2"));
    }

    private static void assertTakenBack(final Conductor conductor, final TestIntent now) {
        conductor.onLabel(BGP, of("bgp", 999, to(2)));
        final RouterView before = conductor.view();
        final DiffRun run = new DiffRun(conductor, IntentDiff.between(base().build(), now.build()));
        while (!run.slice(1)) {
            conductor.doWork();
        }
        assertThat(run.refusal().reason()).isEqualTo(RefusalReason.IN_USE);
        assertThat(run.refusal()).hasMessageStartingWith("next hop 2 cannot go: ");
        assertThat(run.refusal().getSuppressed()).isEmpty();
        assertSame(conductor.view(), before);
    }

    private static void assertSame(final RouterView view, final RouterView before) {
        assertThat(view.labels()).isEqualTo(before.labels());
        assertThat(view.nextHops()).isEqualTo(before.nextHops());
        assertThat(view.tunnels()).isEqualTo(before.tunnels());
        assertThat(view.indirectNextHops()).isEqualTo(before.indirectNextHops());
    }

    private static void assertConflict(final Runnable command) {
        assertThatThrownBy(command::run).isInstanceOfSatisfying(RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.CONFLICTING_OWNER));
    }

    @Test
    void shouldGiveLabelsBack() {
        try (Conductor conductor = base().conductor()) {
            conductor.onLabel(API, of("api", 500, to(1)));
            conductor.onLabel(API, of("api", 501, new Action.Drop()));
            conductor.onLabel(API, of("api", 502, to(1)));
            final long word = conductor.tables().word(0, 500);
            assertTakenBack(conductor, refused().with(lsp(500, new Action.Swap(201, 1))).with(lsp(501, to(1)))
                .with(lsp(502, new Action.Receive())));

            assertThat(conductor.tables().word(0, 500)).isEqualTo(word);
            assertConflict(() -> conductor.removeLabel(BGP, 0, 500));
            conductor.removeLabel(API, 0, 500);
            assertThat(conductor.sweep(new Origin(1, 4, "api", 50), 10)).as("501 and 502 are the session's").isEqualTo(2);
            assertThat(conductor.label(LspIntent.PLATFORM, 501)).isEmpty();
        }
    }

    @Test
    void shouldLeaveLabelBindingsAlone() {
        try (Conductor conductor = base().conductor()) {
            final BindingKey key = new BindingKey(new Fec.Route("10.0.0.0/8"), new Accept.Core(), null);
            final int label = conductor.putBinding(BGP, new BindingIntent(key, 1, to(1), null, null)).label();
            conductor.onLabel(API, of("api", 500, new Action.Drop()));
            final RouterView before = conductor.view();
            final TestIntent now = base().with(lsp(500, to(1))).with(lsp(label, new Action.Drop()));
            final DiffRun run = new DiffRun(conductor, IntentDiff.between(base().build(), now.build()));
            assertThat(run.slice(100)).isTrue();

            assertThat(run.refusal().reason()).isEqualTo(RefusalReason.CONFLICTING_OWNER);
            assertSame(conductor.view(), before);
            assertThat(conductor.bindings(0, 10).bindings()).hasSize(1);
            assertThat(conductor.putBinding(BGP, new BindingIntent(key, 2, to(1), null, null)).label()).isEqualTo(label);
        }
    }

    @Test
    void shouldGiveNextHopsBackWithAllThatLeadsThere() {
        try (Conductor conductor = base().conductor()) {
            final NextHopIntent own = direct(30, "core0", "10.0.0.2", 44);
            conductor.onNextHop(API, own);
            conductor.onLabel(API, of("api", 500, to(1)));
            assertTakenBack(conductor, refused().with(recursive(30, 1, 45)).with(lsp(500, to(30))));

            conductor.onNextHop(API, own);
            conductor.removeLabel(API, 0, 500);
            conductor.removeNextHop(API, 30);
        }
    }

    @Test
    void shouldGiveTunnelsBack() {
        try (Conductor conductor = base().conductor()) {
            conductor.onTunnel(BGP, tunnel("1.1.1.1", "bgp", 1, 7));
            conductor.onNextHop(BGP, TestIntent.toPeer(31, "1.1.1.1", 46));
            assertTakenBack(conductor, refused().with(direct(3, "core0", "10.0.0.3")).with(tunnel("1.1.1.1", "bgp", 3, 1)));

            conductor.removeTunnel(BGP, ip("1.1.1.1"), "bgp");
        }
    }

    @Test
    void shouldGiveNeighboursBack() {
        try (Conductor conductor = base().conductor()) {
            conductor.onNeighbour(API, neighbour("core0", "10.0.0.7", MAC_2));
            assertTakenBack(conductor, refused().with(neighbour("core0", "10.0.0.7", MAC_3)));

            assertThat(conductor.givenNeighbours()).contains(neighbour("core0", "10.0.0.7", MAC_2));
            assertConflict(() -> conductor.removeNeighbour(BGP, "core0", ip("10.0.0.7")));
            conductor.removeNeighbour(API, "core0", ip("10.0.0.7"));
        }
    }

    @Test
    void shouldGoOnWithTheNeighbourThatTheRouterFoundOut() {
        try (Conductor conductor = base().with(direct(4, "core0", "10.0.0.8")).conductor()) {
            conductor.learnNeighbour(neighbour("core0", "10.0.0.8", MAC_2));
            conductor.onLabel(API, new LspIntent(503, LspIntent.PLATFORM, "api",
                new Accept.Neighbour("core0", ip("10.0.0.8")), to(4), null, null, null));
            assertTakenBack(conductor, refused().with(neighbour("core0", "10.0.0.8", MAC_3)));

            assertThat(conductor.nextHop(4).orElseThrow().resolved()).isTrue();
            assertThat(conductor.givenNeighbours()).doesNotContain(neighbour("core0", "10.0.0.8", MAC_2));
            conductor.removeLabel(API, 0, 503);
            conductor.forgetNeighbour("core0", ip("10.0.0.8"));
            assertThat(conductor.nextHop(4).orElseThrow().resolved()).isFalse();
        }
    }

    @Test
    void shouldGiveBackAlsoOnTheWayOnWhichPacketsDrop() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(recursive(2, 1, 16)).with(recursive(3, 2, 17))
            .with(lsp(100, to(3)));
        final TestIntent now = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(recursive(2, 3, 16)).with(recursive(3, 2, 17))
            .with(lsp(100, to(3))).with(lsp(500, to(1)));
        try (Conductor conductor = was.conductor()) {
            conductor.onLabel(API, of("api", 500, to(3)));
            final RouterView before = conductor.view();
            final DiffRun run = new DiffRun(conductor, IntentDiff.between(was.build(), now.build()));
            while (!run.slice(1)) {
                conductor.doWork();
            }
            assertThat(run.refusal().reason()).as("a circle").isEqualTo(RefusalReason.INVALID);
            assertThat(run.wasDrained()).isTrue();
            assertThat(run.refusal().getSuppressed()).isEmpty();
            assertSame(conductor.view(), before);
            conductor.removeLabel(API, 0, 500);
        }
    }

    @Test
    void shouldTakeAllBackAfterAFaultOfTheRouter() {
        try (Conductor conductor = base().conductor()) {
            conductor.onNeighbour(API, neighbour("core0", "10.0.0.7", MAC_2));
            final RouterView before = conductor.view();
            final TestIntent now = base().with(neighbour("core0", "10.0.0.7", MAC_3)).with(neighbour("core0", "10.0.0.9", null));
            final DiffRun run = new DiffRun(conductor, IntentDiff.between(base().build(), now.build()));
            assertThat(run.slice(100)).isTrue();

            assertThat(run.refusal()).hasMessageStartingWith("the router failed on it: ");
            assertThat(run.fault()).isInstanceOf(NullPointerException.class);
            assertThat(run.wasDrained()).isFalse();
            assertSame(conductor.view(), before);
            assertThat(conductor.givenNeighbours()).contains(neighbour("core0", "10.0.0.7", MAC_2)).hasSize(5);
        }
    }

    @Test
    void shouldSweepNothingMeanwhileThatIsNeededToGoBack() {
        final AtomicLong clock = new AtomicLong();
        try (Conductor conductor = new Conductor(base().build(), 1, clock::get)) {
            conductor.onNextHop(API, direct(30, "core0", "10.0.0.2", 44));
            final Origin again = new Origin(1, 4, "api", 50);
            conductor.onLabel(again, of("api", 500, to(30)));
            conductor.sweep(again, 10);
            clock.set(Duration.ofDays(1).toNanos());
            assertTakenBack(conductor, refused().with(lsp(500, new Action.Drop())));

            conductor.removeLabel(again, 0, 500);
            conductor.removeLabel(BGP, 0, 999);
            conductor.doWork();
            assertThat(conductor.nextHop(30)).isEmpty();
        }
    }
}
