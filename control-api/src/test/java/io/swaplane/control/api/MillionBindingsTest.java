package io.swaplane.control.api;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.swaplane.control.Conductor;
import io.swaplane.control.TestIntent;
import io.swaplane.control.api.v1.Binding;
import io.swaplane.control.api.v1.ListBindingsResponse;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.label.LabelBindings;
import io.swaplane.control.view.BindingPage;
import io.swaplane.table.LabelRange;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every label that there is has a binding. */
class MillionBindingsTest {
    private static final LabelRange ALL = new LabelRange(LabelRange.FIRST_ORDINARY, LabelRange.LAST);
    private static final Origin BGP = new Origin(7, 1, "bgp", 100);
    private static final Duration HOLD = Duration.ofMinutes(1);
    private static final Accept CORE = new Accept.Core();
    private static final Action SWAP = new Action.Swap(16, 11);
    private static final InetAddress PEER = ip("1.1.1.1");
    /** Of a page of {@value LabelPages#LIMIT} bindings and the message that it becomes; about four times what it takes. */
    private static final long MOST_OCTETS = 1 << 20;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final Conductor conductor = new Conductor(TestIntent.router().with(direct(11, "core0", "10.0.0.2"))
        .with(new LabelSettings(HOLD, List.of(new LabelSettings.OwnedRange("bgp", ALL)), List.of())).build(), 1, clock);

    /** Reads the conductor's bindings, and counts how often. */
    private final class Source extends FakeState {
        private int reads;
        private int from;

        Source() {
            super(0);
        }

        @Override
        public BindingPage bindings(final int next, final int limit) {
            assertThat(next).as("reads on behind the last page").isGreaterThanOrEqualTo(from);
            from = next + 1;
            reads++;
            return conductor.bindings(next, limit);
        }
    }

    private static BindingKey key(final int received) {
        return new BindingKey(new Fec.ReceivedLabel(PEER, received), CORE, null);
    }

    @BeforeEach
    void putAll() {
        for (int label = ALL.first(); label <= ALL.last(); label++) {
            conductor.putBinding(BGP, new BindingIntent(key(label), 1, SWAP, null, null));
        }
    }

    @AfterEach
    void close() {
        conductor.close();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void shouldListThemInPagesOfBoundedSizeEachReadOnce() throws StateUnavailableException {
        assertThat(new BindingPages(new Source()).next().getBindingsCount()).as("loads the classes").isEqualTo(LabelPages.LIMIT);
        final Source source = new Source();
        final BindingPages pages = new BindingPages(source);
        int expected = ALL.first();
        long before = allocated();
        for (ListBindingsResponse page = pages.next(); page != null; page = pages.next()) {
            assertThat(allocated() - before).isLessThan(MOST_OCTETS);
            assertThat(page.getBindingsCount()).isBetween(1, LabelPages.LIMIT);
            assertThat(page.getBindingsList()).extracting(Binding::getLabel)
                .isEqualTo(IntStream.range(expected, expected + page.getBindingsCount()).boxed().toList());
            expected += page.getBindingsCount();
            before = allocated();
        }
        assertThat(expected).isEqualTo(ALL.last() + 1);
        assertThat(source.reads).isEqualTo((ALL.size() + LabelPages.LIMIT - 1) / LabelPages.LIMIT);
    }

    @Test
    void shouldSweepAndForgetThemInAStepEach() throws StateUnavailableException {
        final Origin again = new Origin(BGP.producer(), 2, "bgp", 100);
        conductor.putBinding(again, new BindingIntent(key(ALL.last()), 1, SWAP, null, null));
        final int limit = 1000;
        int swept = limit;
        int all = 0;
        while (swept == limit) {
            assertThat(conductor.sweep(BGP, limit)).as("before the first session there was none").isZero();
            swept = conductor.sweep(again, limit);
            all += swept;
        }
        assertThat(all).isEqualTo(ALL.size() - 1);

        clock.update(clock.nanoTime() + HOLD.toNanos());
        int forgotten = 0;
        for (int done = conductor.doWork(); done > 0; done = conductor.doWork()) {
            assertThat(done).isLessThanOrEqualTo(LabelBindings.MAX_WORK);
            forgotten += done;
        }
        assertThat(forgotten).isEqualTo(ALL.size() - 1);

        final BindingPages left = new BindingPages(new Source());
        assertThat(left.next().getBindingsList()).singleElement().satisfies(binding -> {
            assertThat(binding.getLabel()).isEqualTo(ALL.last());
            assertThat(binding.getState()).isEqualTo("in use");
        });
        assertThat(left.next()).isNull();
    }
}
