package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static org.assertj.core.api.Assertions.assertThat;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;

import com.sun.management.ThreadMXBean;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.view.LabelView;
import io.swaplane.table.LabelRange;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CompactEntriesTest {
    private static final Origin API = new Origin(1, 1, "api", 50);
    private static final Accept CORE = new Accept.Core();
    private static final int MOST_WITHDRAWN = 50_000;

    private static Conductor router() {
        return new Conductor(TestIntent.router().with(direct(11, "core0", "10.0.0.2")).with(direct(12, "ext0", "10.9.0.2")).build(), 1);
    }

    private static void putAll(final Conductor conductor, final int first, final int last) {
        for (int label = first; label <= last; label++) {
            conductor.onForward(API, 0, label, Forwarding.swap(label, 11 + (label & 1)), CORE);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void shouldPutReplaceAndRemoveWithoutMakingObjects() {
        try (Conductor conductor = router()) {
            putAll(conductor, 16, 20_000);
            conductor.removeLabel(API, 0, 17);
            final long before = allocated();
            putAll(conductor, 16, 20_000);
            for (int label = 5000; label < 20_000; label++) {
                conductor.removeLabel(API, 0, label);
            }
            assertThat((allocated() - before) / 20_000).as("octets an entry").isZero();
        }
    }

    @Test
    void shouldHoldAMillionLabelsInLittleMemory() {
        try (Conductor conductor = router()) {
            putAll(conductor, 16, 17);
            final long before = allocated();
            putAll(conductor, LabelRange.FIRST_ORDINARY, LabelRange.LAST);
            final long labels = LabelRange.LAST - LabelRange.FIRST_ORDINARY + 1;
            assertThat((allocated() - before) / labels).as("octets an entry").isLessThan(20);
            assertThat(conductor.labelUsage().getFirst().entries()).isEqualTo((int) labels);
            assertThat(conductor.nextHop(11).orElseThrow().references()).isEqualTo((int) labels / 2);
            while (conductor.sweep(new Origin(1, 2, "api", 50), 1000) == 1000) {
                assertThat(conductor.tables().epochs().waiting()).isZero();
            }
            assertThat(conductor.labelUsage().getFirst().entries()).isZero();
            assertThat(conductor.view().labels()).isEmpty();
        }
    }

    @Test
    void shouldShowWhatWasPutAfterAnyMixOfCommands() {
        final SplittableRandom random = new SplittableRandom(42);
        final TreeMap<Integer, String> model = new TreeMap<>();
        try (Conductor conductor = router()) {
            for (int step = 0; step < 50_000; step++) {
                final int label = 4000 + random.nextInt(200);
                final int outLabel = 16 + random.nextInt(1000);
                switch (random.nextInt(5)) {
                    case 0 -> {
                        conductor.onForward(API, 0, label, Forwarding.swap(outLabel, 11), CORE);
                        model.put(label, "swap to " + outLabel + ", on core0");
                    }
                    case 1 -> {
                        conductor.onLabel(API, new LspIntent(label, LspIntent.PLATFORM, "api", CORE, new Action.Drop(), null, null, null));
                        model.put(label, "discard");
                    }
                    case 2 -> {
                        final Action pair = new Action.Protect(new Action.Swap(outLabel, 11), new Action.Swap(outLabel, 12));
                        conductor.onLabel(API, new LspIntent(label, LspIntent.PLATFORM, "api", CORE, pair, null, null, null));
                        model.put(label, "swap to " + outLabel + ", on core0");
                    }
                    case 3 -> {
                        conductor.onLabel(API,
                            new LspIntent(label, LspIntent.PLATFORM, "api", CORE, new Action.Withdrawn(), null, null, null));
                        model.put(label, "discard withdrawn");
                    }
                    default -> {
                        if (model.remove(label) != null) {
                            conductor.removeLabel(API, 0, label);
                        }
                    }
                }
                if (step % 500 == 0) {
                    final TreeMap<Integer, String> shown = new TreeMap<>();
                    for (final LabelView view : conductor.view().labels()) {
                        shown.put(view.label(), view.actions().getFirst().summary());
                    }
                    assertThat(shown).isEqualTo(model);
                    assertThat(conductor.labelUsage().getFirst().entries()).isEqualTo(model.size());
                }
            }
            conductor.view().labels().forEach(view -> conductor.removeLabel(API, 0, view.label()));
            assertThat(conductor.nextHop(11).orElseThrow().references()).isZero();
            assertThat(conductor.nextHop(12).orElseThrow().references()).isZero();
        }
    }

    @Test
    void shouldKeepManyWithdrawnLabelsInLittleMemory() {
        final BindingKey[] keys = new BindingKey[MOST_WITHDRAWN];
        final LabelSettings all = new LabelSettings(Duration.ofMinutes(1),
            List.of(new LabelSettings.OwnedRange("api", new LabelRange(LabelRange.FIRST_ORDINARY, LabelRange.LAST))), List.of());
        try (Conductor conductor = new Conductor(TestIntent.router().with(direct(11, "core0", "10.0.0.2")).with(all).build(), 1)) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = new BindingKey(new Fec.ReceivedLabel(TestIntent.ip("1.1.1.1"), i), CORE, null);
                conductor.putBinding(API, new BindingIntent(keys[i], 1, new Action.Swap(16 + i, 11), null, null));
            }
            final long before = used();
            for (final BindingKey key : keys) {
                conductor.withdrawBinding(API, key);
            }
            assertThat((used() - before) / keys.length).as("octets more than in use").isLessThan(8);
            assertThat(conductor.nextHop(11).orElseThrow().references()).isZero();
        }
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
