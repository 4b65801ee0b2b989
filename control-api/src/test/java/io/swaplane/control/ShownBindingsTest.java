package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.show.ForwardingText;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.BindingView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.intent.Prefix;
import io.swaplane.table.LabelRange;
import io.swaplane.table.fib.AddressFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is shown of label bindings; entry 16 was put by its label. */
class ShownBindingsTest {
    private static final Origin BGP = new Origin(7, 1, "bgp", 100);
    private static final Duration HOLD = Duration.ofMinutes(1);

    private final CachedNanoClock clock = new CachedNanoClock();
    private Conductor conductor;

    @BeforeEach
    void start() {
        conductor = new Conductor(TestIntent.router().with(direct(11, "core0", "10.0.0.2")).with(lsp(16, new Action.Swap(17, 11)))
            .with(new LabelSettings(HOLD, List.of(new LabelSettings.OwnedRange("bgp", new LabelRange(2000, 2999))), List.of())).build(),
            1, clock);
    }

    @AfterEach
    void close() {
        conductor.close();
    }

    private static BindingKey key(final Fec fec, final String vrf) {
        return new BindingKey(fec, new Accept.Core(), vrf);
    }

    private static BindingKey route(final String route) {
        return key(new Fec.Route(route), null);
    }

    private int put(final BindingKey key, final long... users) {
        int label = 0;
        for (final long user : users) {
            label = conductor.putBinding(BGP, new BindingIntent(key, user, new Action.Swap(16, 11), null, null)).label();
        }
        return label;
    }

    private LabelView entry(final int label) {
        return conductor.label("platform", label).orElseThrow();
    }

    private BindingView binding() {
        final BindingPage page = conductor.bindings(0, 10);
        assertThat(page.next()).isZero();
        assertThat(page.bindings()).hasSize(1);
        return page.bindings().getFirst();
    }

    private List<Integer> within(final String prefix, final int limit) {
        final LabelFilter filter = new LabelFilter(null, 0, Integer.MAX_VALUE, Prefix.parse(prefix), true);
        final List<Integer> labels = new ArrayList<>();
        LabelPosition next = LabelPosition.START;
        while (next != null) {
            final LabelPage page = conductor.labels(filter, next, limit);
            assertThat(page.labels()).hasSizeLessThanOrEqualTo(limit);
            page.labels().forEach(each -> labels.add(each.label()));
            next = page.next();
        }
        return labels;
    }

    @Test
    void shouldTellWhatALabelIsBoundTo() {
        assertThat(entry(put(key(new Fec.ReceivedLabel(ip("1.1.1.1"), 16), null), 1)).fec()).isEqualTo("next hop 1.1.1.1, label 16");
        assertThat(entry(put(key(new Fec.WholeVrf(), "red"), 1)).fec()).isEqualTo("vrf red");
        assertThat(entry(put(key(new Fec.NextHop(ip("1.1.1.1")), null), 1)).fec()).isEqualTo("next hop 1.1.1.1");
        assertThat(entry(put(route("10.10.10.11/32"), 1)).fec()).isEqualTo("route 10.10.10.11/32");
        assertThat(entry(put(key(new Fec.Route("10.10.10.11/32"), "red"), 1)).fec()).isEqualTo("route 10.10.10.11/32, vrf red");
        assertThat(entry(16).fec()).isNull();
        assertThat(entry(16).bindingState()).isNull();
        assertThat(new ForwardingText(List.of(entry(16)), conductor.view().nextHops()).lines()).isNotEmpty()
            .noneMatch(line -> line.contains("FEC"));
    }

    private void pin(final BindingKey key) {
        conductor.close();
        conductor = new Conductor(TestIntent.router().with(direct(11, "core0", "10.0.0.2"))
            .with(new LabelSettings(HOLD, List.of(), List.of(new LabelSettings.Pin(key, 44, 30)))).build(), 1, clock);
    }

    @Test
    void shouldShowTheEntryOfAPinnedLabelByTheIndexThatItWasGiven() {
        pin(route("10.10.10.11/32"));
        assertThat(put(route("10.10.10.11/32"), 1)).isEqualTo(44);

        assertThat(conductor.nextHop(30).orElseThrow().labels()).containsExactly(16);
        assertThat(conductor.nextHop(1_048_576 + 44)).isEmpty();
    }

    @Test
    void shouldShowThatIndexAlsoOfABindingThatWasPutWithoutAnObject() {
        pin(key(new Fec.ReceivedLabel(ip("1.1.1.1"), 16), null));
        assertThat(conductor.putReceived(BGP, 1, AddressFamily.IPV4, PrefixKey.high(ip("1.1.1.1")), PrefixKey.low(ip("1.1.1.1")), 16,
            new Accept.Core(), Forwarding.swap(16, 11))).isEqualTo(44);

        assertThat(conductor.nextHop(30).orElseThrow().labels()).containsExactly(16);
    }

    @Test
    void shouldFollowABindingThroughItsLife() {
        final BindingKey key = route("10.10.10.11/32");
        final int label = put(key, 1, 2);
        assertThat(binding()).isEqualTo(new BindingView(label, "route 10.10.10.11/32", "core", "bgp", 7, "in use", 2));
        assertThat(new ForwardingText(List.of(entry(label)), conductor.view().nextHops()).lines())
            .contains("  FEC: route 10.10.10.11/32 (in use)");

        conductor.removeBinding(BGP, key, 1);
        conductor.releaseBinding(BGP, key, 2);
        assertThat(entry(label).bindingState()).isEqualTo("released");
        assertThat(binding().users()).isZero();

        conductor.withdrawBinding(BGP, key, 2);
        assertThat(entry(label).bindingState()).isEqualTo("withdrawn");
        assertThat(within("10.0.0.0/8", 10)).containsExactly(label);

        put(key, 3);
        conductor.removeBinding(BGP, key, 3);
        assertThat(conductor.label("platform", label)).isEmpty();
        assertThat(binding().state()).isEqualTo("resting");
        assertThat(within("10.0.0.0/8", 10)).isEmpty();

        clock.update(clock.nanoTime() + HOLD.toNanos());
        conductor.doWork();
        assertThat(conductor.bindings(0, 10).bindings()).isEmpty();
    }

    @Test
    void shouldReadTheEntriesOfRoutesWithinAPrefixWhateverThePageSize() {
        final List<Integer> ten = new ArrayList<>();
        final List<Integer> six = new ArrayList<>();
        put(key(new Fec.NextHop(ip("10.0.0.1")), null), 1);
        put(route("the default"), 1);
        for (int i = 0; i < 30; i++) {
            put(route("192.0.2." + i + "/32"), 1);
            if (i % 10 == 0) {
                ten.add(put(route("10." + i + ".0.0/16"), 1));
                six.add(put(route("2001:db8:" + i + "::/48"), 1));
            }
        }
        for (final int limit : new int[] {1, 2, 3, 1000}) {
            assertThat(within("10.0.0.0/8", limit)).as("%d", limit).isEqualTo(ten);
            assertThat(within("2001:db8::/32", limit)).as("%d", limit).isEqualTo(six);
            assertThat(within("172.16.0.0/12", limit)).as("%d", limit).isEmpty();
        }
        final LabelPage page = conductor.labels(new LabelFilter(null, ten.get(1), ten.get(1), Prefix.parse("10.0.0.0/8"), true),
            LabelPosition.START, 10);
        assertThat(page.labels()).extracting(LabelView::label).containsExactly(ten.get(1));
        assertThat(page.nextHops()).isNotEmpty();
    }

    @Test
    void shouldEndAPageThatFindsNothing() {
        for (int i = 0; i < 100; i++) {
            put(route("192.0.2." + i + "/32"), 1);
        }
        final LabelPage page = conductor.labels(new LabelFilter(null, 0, Integer.MAX_VALUE, Prefix.parse("10.0.0.0/8"), true),
            LabelPosition.START, 5);
        assertThat(page.labels()).isEmpty();
        assertThat(page.next()).isNotNull();
    }

    @Test
    void shouldReadEveryBindingOnceByLabel() {
        for (int i = 0; i < 30; i++) {
            put(route("192.0.2." + i + "/32"), 1);
        }
        for (final int limit : new int[] {1, 7, 29, 30, 31}) {
            final List<BindingView> read = new ArrayList<>();
            int next = 0;
            do {
                final BindingPage page = conductor.bindings(next, limit);
                read.addAll(page.bindings());
                next = page.next();
            } while (next != 0);
            assertThat(read).as("%d", limit).hasSize(30).isSortedAccordingTo((a, b) -> Integer.compare(a.label(), b.label()));
        }
    }
}
