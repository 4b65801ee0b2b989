package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.recursive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final Origin API = new Origin(1, 1, "api", 50);
    private static final Origin BGP = new Origin(2, 1, "bgp", 100);

    private final Conductor conductor =
        TestIntent.router().with(direct(11, "core0", "10.0.0.2")).with(recursive(12, 11, 70)).conductor();
    private final Watcher watcher = conductor.watch(EnumSet.allOf(Event.Kind.class), 64);

    private List<Event> events() {
        final List<Event> events = new ArrayList<>();
        for (Event event = watcher.poll(); event != null; event = watcher.poll()) {
            events.add(event);
        }
        return events;
    }

    @Test
    void shouldTellOfLabelEntriesAndOfWhoTookThemOver() {
        try (conductor) {
            final long forwarding = Forwarding.swap(200, 11);
            conductor.onForward(BGP, 0, 100, forwarding, new Accept.Core());
            conductor.onForward(API, 0, 100, forwarding, new Accept.Core());
            assertThatThrownBy(() -> conductor.onForward(BGP, 0, 100, forwarding, new Accept.Core()))
                .isInstanceOf(RefusedException.class);
            conductor.onLabel(API,
                new LspIntent(100, LspIntent.PLATFORM, "api", new Accept.Core(), new Action.Receive(), null, null, null));
            conductor.removeLabel(API, 0, 100);
            assertThat(events()).containsExactly(new Event.LabelPut("platform", 100, "bgp", 2),
                new Event.LabelPut("platform", 100, "api", 1), new Event.LabelPut("platform", 100, "api", 1),
                new Event.LabelRemoved("platform", 100, "api", 1));
        }
    }

    @Test
    void shouldTellOfNextHopsThatMoveWithAnother() {
        try (conductor) {
            conductor.onNextHop(direct(11, "core0", "10.0.0.99"));
            conductor.onNeighbour(TestIntent.neighbour("core0", "10.0.0.99", TestIntent.MAC_2));
            conductor.removeNextHop(12);
            assertThat(events()).containsExactly(new Event.NextHopChanged(11, false), new Event.NextHopChanged(12, false),
                new Event.NextHopChanged(11, true), new Event.NextHopChanged(12, true), new Event.NextHopRemoved(12));
        }
    }

    @Test
    void shouldTellOfPortsThatChange() {
        try (conductor) {
            conductor.setPortState("p0", true);
            conductor.setPortState("p0", false);
            conductor.setPortState("p0", false);
            conductor.setPortState("p0", true);
            assertThat(events()).containsExactly(new Event.PortChanged("p0", false), new Event.PortChanged("p0", true));
        }
    }

    @Test
    void shouldTellOfWhatASweepTakesOut() {
        try (conductor) {
            conductor.onForward(API, 0, 100, Forwarding.swap(200, 11), new Accept.Core());
            conductor.onNextHop(API, recursive(13, 11));
            events();
            conductor.sweep(new Origin(1, 2, "api", 50), 100);
            assertThat(events()).containsExactly(new Event.LabelRemoved("platform", 100, "api", 1), new Event.NextHopRemoved(13));
        }
    }

    @Test
    void shouldStopTellingWhoClosed() {
        try (conductor) {
            watcher.close();
            conductor.doWork();
            conductor.onLabel(lsp(100, new Action.Receive()));
            assertThat(events()).isEmpty();
        }
    }
}
