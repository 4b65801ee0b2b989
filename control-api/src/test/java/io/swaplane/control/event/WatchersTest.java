package io.swaplane.control.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private static final Set<Event.Kind> ALL = EnumSet.allOf(Event.Kind.class);

    private final Watchers watchers = new Watchers();

    private static Event label(final int label) {
        return new Event.LabelPut("platform", label, "api", 1);
    }

    @Test
    void shouldGiveEveryWatcherWhatItWantsInOrder() {
        final Watcher all = watchers.open(ALL, 8);
        final Watcher ports = watchers.open(Set.of(Event.Kind.PORT), 8);
        watchers.publish(label(100));
        watchers.publish(new Event.NextHopChanged(1, true));
        watchers.publish(new Event.PortChanged("p0", false));
        assertThat(all.poll()).isEqualTo(label(100));
        assertThat(all.poll()).isEqualTo(new Event.NextHopChanged(1, true));
        assertThat(all.poll()).isEqualTo(new Event.PortChanged("p0", false));
        assertThat(all.poll()).isNull();
        assertThat(ports.poll()).isEqualTo(new Event.PortChanged("p0", false));
        assertThat(ports.poll()).isNull();
    }

    @Test
    void shouldWantOnlyWhatSomebodyWatches() {
        assertThat(ALL).noneMatch(watchers::want);
        final Watcher labels = watchers.open(Set.of(Event.Kind.LABEL), 8);
        final Watcher ports = watchers.open(Set.of(Event.Kind.PORT), 8);
        assertThat(ALL).filteredOn(watchers::want).containsExactly(Event.Kind.LABEL, Event.Kind.PORT);
        labels.close();
        assertThat(watchers.doWork()).isEqualTo(1);
        assertThat(ALL).filteredOn(watchers::want).containsExactly(Event.Kind.PORT);
        ports.close();
        watchers.doWork();
        assertThat(ALL).noneMatch(watchers::want);
        assertThat(watchers.doWork()).isZero();
    }

    @Test
    void shouldWakeAReaderThatSleepsWithTheNextEventAndOnce() {
        final Watcher reader = watchers.open(Set.of(Event.Kind.LABEL), 8);
        final AtomicLong woken = new AtomicLong();
        assertThat(reader.beforeSleep(woken::incrementAndGet)).isTrue();
        watchers.publish(new Event.PortChanged("p0", false));
        assertThat(woken).hasValue(0);
        watchers.publish(label(100));
        watchers.publish(label(101));
        assertThat(woken).hasValue(1);
        assertThat(reader.beforeSleep(woken::incrementAndGet)).isFalse();
        watchers.publish(label(102));
        assertThat(woken).hasValue(1);
    }

    @Test
    void shouldTellASlowWatcherHowMuchItLostAndNobodyElse() {
        final Watcher slow = watchers.open(ALL, 4);
        final Watcher fast = watchers.open(ALL, 64);
        for (int i = 0; i < 10; i++) {
            watchers.publish(label(100 + i));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(slow.poll()).isEqualTo(label(100 + i));
        }
        assertThat(slow.poll()).isNull();
        watchers.publish(label(200));
        assertThat(slow.poll()).isEqualTo(new Event.Gap(6));
        assertThat(slow.poll()).isEqualTo(label(200));
        for (int i = 0; i < 10; i++) {
            assertThat(fast.poll()).isEqualTo(label(100 + i));
        }
        assertThat(fast.poll()).isEqualTo(label(200));
    }

    @Test
    void shouldTellOfALossWithoutAnotherEvent() {
        final Watcher slow = watchers.open(ALL, 4);
        for (int i = 0; i < 7; i++) {
            watchers.publish(label(100 + i));
        }
        assertThat(watchers.doWork()).as("there is no room yet").isZero();
        for (int i = 0; i < 4; i++) {
            slow.poll();
        }
        assertThat(watchers.doWork()).isEqualTo(1);
        assertThat(slow.poll()).isEqualTo(new Event.Gap(3));
        assertThat(watchers.doWork()).isZero();
    }

    @Test
    void shouldAccountForEveryEventWhateverTheReadersPace() throws InterruptedException {
        final int events = 300_000;
        final Watcher watcher = watchers.open(ALL, 64);
        final AtomicLong read = new AtomicLong();
        final AtomicLong outOfOrder = new AtomicLong();
        final Thread reader = new Thread(() -> {
            int expected = 0;
            while (expected < events) {
                switch (watcher.poll()) {
                    case null -> Thread.onSpinWait();
                    case Event.Gap gap -> expected += (int) gap.lost();
                    case Event.LabelPut put -> {
                        outOfOrder.addAndGet(put.label() == expected ? 0 : 1);
                        expected++;
                        read.incrementAndGet();
                    }
                    default -> outOfOrder.incrementAndGet();
                }
            }
        });
        reader.start();
        for (int i = 0; i < events; i++) {
            watchers.publish(label(i));
        }
        while (reader.isAlive()) {
            watchers.doWork();
        }
        reader.join();
        assertThat(outOfOrder).hasValue(0);
        assertThat(read.get()).isPositive();
    }

    @Test
    void shouldRefuseAWatcherOfNothing() {
        assertThatThrownBy(() -> watchers.open(Set.of(), 8)).hasMessageContaining("at least one kind");
        assertThatThrownBy(() -> watchers.open(ALL, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> watchers.publish(new Event.Gap(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
