package io.swaplane.control.diff;

import static io.swaplane.control.TestIntent.MAC_2;
import static io.swaplane.control.TestIntent.MAC_3;
import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.pinned;
import static io.swaplane.control.TestIntent.recursive;
import static io.swaplane.control.TestIntent.toPeer;
import static io.swaplane.control.TestIntent.tunnel;
import static org.assertj.core.api.Assertions.assertThat;


import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.view.Difference;
import io.swaplane.control.view.RouterView;
import io.swaplane.table.ForwardingWord;
import org.junit.jupiter.api.Test;

class IntentDiffTest {
    private static final Origin API = new Origin(1, 1, "api", 50);

    private static Action to(final int nextHop) {
        return new Action.Swap(200, nextHop);
    }

    private static IntentDiff diff(final TestIntent was, final TestIntent now) {
        return IntentDiff.between(was.build(), now.build());
    }

    private static DiffRun run(final Conductor conductor, final IntentDiff diff) {
        final DiffRun run = new DiffRun(conductor, diff);
        while (!run.slice(1)) {
            conductor.doWork();
        }
        return run;
    }

    private static RouterView view(final TestIntent intent) {
        try (Conductor conductor = intent.conductor()) {
            return conductor.view();
        }
    }

    private static void assertBecomes(final TestIntent was, final TestIntent now) {
        try (Conductor conductor = was.conductor()) {
            assertThat(run(conductor, diff(was, now)).refusal()).isNull();
            conductor.doWork();
            assertThat(conductor.view()).isEqualTo(view(now));
            assertThat(run(conductor, diff(now, was)).refusal()).isNull();
            conductor.doWork();
            assertThat(conductor.view()).isEqualTo(view(was));
        }
    }

    @Test
    void shouldFindNothingBetweenTheSameThings() {
        final TestIntent router = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(lsp(100, to(1)));

        assertThat(diff(router, router).differences()).isEmpty();
        assertThat(diff(router, router).restartNeeded()).isEmpty();
        assertThat(diff(router, router).steps()).isEmpty();
    }

    @Test
    void shouldSayWhatComesGoesAndChanges() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(direct(2, "core0", "10.0.0.3", 16, 17))
            .with(lsp(100, to(1))).with(lsp(101, new Action.Drop()));
        final TestIntent now = TestIntent.router().with(neighbour("core0", "10.0.0.4", MAC_2)).with(direct(1, "core0", "10.0.0.4"))
            .with(recursive(3, 1, 18)).with(tunnel("1.1.1.1", "ldp", 1, 5)).with(lsp(100, new Accept.Router(), to(3)));

        assertThat(diff(was, now).differences()).extracting(Difference::line).containsExactly(
            "+ neighbour 10.0.0.4 on core0: mac 02:00:00:00:00:22",
            "~ next hop 1: interface core0, neighbour 10.0.0.2 -> interface core0, neighbour 10.0.0.4",
            "- next hop 2: interface core0, neighbour 10.0.0.3, push 16 17",
            "+ next hop 3: via 1, push 18",
            "+ tunnel to 1.1.1.1 of ldp: next hop 1, preference 0, metric 5",
            "~ label 100: swap 200, next hop 1, accept core, owner static -> swap 200, next hop 3, accept router, owner static",
            "- label 101: drop, accept core, owner static");
        assertBecomes(was, now);
    }

    @Test
    void shouldNameEachKeyThatNeedsARestart() {
        final TestIntent was = TestIntent.router().set("s", new Accept.Interface("core0"));
        final TestIntent now = TestIntent.empty("r2").ports("p0", "p1").with(new Defaults(Model.PIPE, Model.UNIFORM, 255, 0, true))
            .with(TestIntent.mplsInterface("core0", "p0", MplsMode.EXTERNAL, 100)).with(TestIntent.mplsInterface("new0", "p1",
                MplsMode.CORE)).set("s", new Accept.Interface("new0"));

        assertThat(diff(was, now).restartNeeded()).containsExactly("router", "mpls.ttl-model", "interfaces[core0].vlan",
            "interfaces[core0].mpls", "interfaces[new0]", "interfaces[ext0]", "accept-sets[s].members");
    }

    @Test
    void shouldKeepForwardingWhileAnEntryMovesToAnotherNextHop() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(tunnel("1.1.1.1", "ldp", 1, 5))
            .with(toPeer(2, "1.1.1.1", 30)).with(lsp(100, to(2)));
        final TestIntent now = TestIntent.router().with(direct(3, "core0", "10.0.0.3")).with(tunnel("2.2.2.2", "ldp", 3, 5))
            .with(toPeer(4, "2.2.2.2", 31)).with(lsp(100, to(4)));
        try (Conductor conductor = was.conductor()) {
            final DiffRun run = new DiffRun(conductor, diff(was, now));
            boolean done = false;
            while (!done) {
                done = run.slice(1);
                final long word = conductor.tables().word(0, 100);
                assertThat(conductor.nextHop(ForwardingWord.nextHop(word)).orElseThrow().resolved()).isTrue();
            }
            assertThat(run.refusal()).isNull();
            assertThat(conductor.view().nextHops()).isEqualTo(view(now).nextHops());
        }
    }

    @Test
    void shouldTurnResolutionAround() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(recursive(2, 1, 16)).with(recursive(3, 2, 17))
            .with(tunnel("1.1.1.1", "ldp", 1, 1)).with(toPeer(4, "1.1.1.1", 18)).with(lsp(100, to(3))).with(lsp(101, to(4)));
        final TestIntent now = TestIntent.router().with(direct(3, "core0", "10.0.0.2")).with(recursive(2, 3, 16))
            .with(toPeer(1, "1.1.1.1", 17)).with(tunnel("1.1.1.1", "bgp", 4, 1)).with(recursive(4, 2, 18))
            .with(lsp(100, to(1))).with(lsp(101, to(4)));

        assertBecomes(was, now);
    }

    @Test
    void shouldHandIndicesOnBetweenEntriesAndNextHops() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(direct(2, "core0", "10.0.0.2"))
            .with(pinned(100, 30, to(1))).with(pinned(101, 31, to(1))).with(pinned(102, 32, to(2))).with(lsp(103, to(1)));
        final TestIntent now = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(direct(32, "core0", "10.0.0.3"))
            .with(pinned(100, 31, to(1))).with(pinned(101, 30, to(1))).with(lsp(102, to(32))).with(pinned(103, 2, to(1)));

        assertBecomes(was, now);
    }

    @Test
    void shouldDoWithoutANeighbourThatASpoofCheckNamed() {
        final TestIntent was = TestIntent.router().with(neighbour("ext0", "10.9.0.4", MAC_3)).with(direct(1, "core0", "10.0.0.2"))
            .with(lsp(100, new Accept.Neighbour("ext0", TestIntent.ip("10.9.0.4")), to(1)));
        final TestIntent now = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(lsp(100, to(1)));

        assertBecomes(was, now);
    }

    @Test
    void shouldTakeEverythingBackWhenAnotherProducerLeadsToWhatGoes() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(direct(2, "core0", "10.0.0.3"))
            .with(lsp(100, to(1)));
        final TestIntent now = TestIntent.router().with(direct(2, "core0", "10.0.0.3", 40)).with(lsp(100, to(2))).with(lsp(101, to(2)));
        try (Conductor conductor = was.conductor()) {
            conductor.onLabel(API, lsp(500, to(1)));
            final RouterView before = conductor.view();
            final DiffRun run = run(conductor, diff(was, now));

            assertThat(run.refusal().reason()).isEqualTo(RefusalReason.IN_USE);
            assertThat(run.refusal()).hasMessageStartingWith("next hop 1 cannot go: ");
            assertThat(conductor.view()).isEqualTo(before);
        }
    }
}
