package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;


import io.swaplane.control.Applied;
import io.swaplane.control.CommandTarget;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on a small ring, which is full nearly always. */
class CommandFloodTest {
    private static final int THREADS = 6;
    private static final int COMMANDS = 14_000;
    private static final int WINDOW = 256;
    private static final int RING = 1 << 13;
    private static final int LABELS = 1 << 19;

    /** Checks that each producer's labels rise by one, refuses every third and accepts every fifth. */
    private static final class OrderedTarget {
        private final int[] next = new int[THREADS + 1];
        private String fault;

        CommandTarget asTarget() {
            return (CommandTarget) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {CommandTarget.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("onForward")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return onForward((Origin) arguments[0], (int) arguments[2]);
                });
        }

        private Applied onForward(final Origin origin, final int label) {
            final int expected = next[origin.producer()]++;
            if (label != expected) {
                fault = "producer " + origin.producer() + " sent " + expected + ", and " + label + " came";
            }
            if (label % 3 == 0) {
                throw new RefusedException(RefusalReason.NOT_FOUND, "");
            }
            return label % 5 == 0 ? Applied.ACCEPTED : Applied.PROGRAMMED;
        }
    }

    /** Sends labels 0, 1, 2 … as fast as it may, and gathers its notices. */
    private static final class Flooder implements Runnable {
        private final Producer producer;
        private final Queue<Throwable> faults;
        private final List<Notice> notices = new ArrayList<>();
        private int label;

        Flooder(final Producer producer, final Queue<Throwable> faults) {
            this.producer = producer;
            this.faults = faults;
        }

        @Override
        public void run() {
            try {
                while (label < COMMANDS && !Thread.interrupted()) {
                    final boolean bulk = label % 7000 == 6000;
                    if (bulk) {
                        until(producer::begin);
                    }
                    for (int i = 0; i < (bulk ? 1000 : 1); i++) {
                        until(() -> producer.putForward(0, label, Forwarding.swap(label % LABELS, 1), 0));
                        label++;
                    }
                    if (bulk) {
                        until(producer::commit);
                    }
                }
                while (producer.acknowledged() < producer.sent() && !Thread.interrupted()) {
                    gather();
                    Thread.yield();
                }
                gather();
            } catch (final RuntimeException | Error e) {
                faults.add(e);
            }
        }

        private void until(final LongSupplier command) {
            while (command.getAsLong() < 0 && !Thread.currentThread().isInterrupted()) {
                gather();
                Thread.yield();
            }
        }

        private void gather() {
            for (Notice notice = producer.poll(); notice != null; notice = producer.poll()) {
                notices.add(notice);
            }
        }
    }

    @Test
    @Timeout(120)
    void shouldKeepTheOrderAndLoseNoNoticeWhenTheRingIsAlwaysFull() throws InterruptedException {
        final OrderedTarget target = new OrderedTarget();
        final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        final Producers producers = new Producers(new CommandRing(RING), WINDOW, SystemNanoClock.INSTANCE, () -> { });
        final CommandReader reader = new CommandReader(producers, target.asTarget(), faults::add);
        final List<Flooder> flooders = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            final Flooder flooder = new Flooder(
                producers.open(new ProducerSettings("flooder " + i, "api", 50, SessionMode.RESYNC, null)), faults);
            flooders.add(flooder);
            threads.add(Thread.ofPlatform().name("flooder-" + i).start(flooder));
        }
        try {
            while (threads.stream().anyMatch(Thread::isAlive)) {
                if (reader.doWork(System.nanoTime()) == 0) {
                    Thread.yield();
                }
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
        assertThat(faults).isEmpty();
        assertThat(target.fault).isNull();
        long ringFull = 0;
        for (final Flooder flooder : flooders) {
            assertNotices(flooder);
            ringFull += flooder.producer.counters().ringFull();
        }
        assertThat(ringFull).as("how often the ring was full").isPositive();
        assertThat(reader.statistics().latency().count()).isPositive();
    }

    private static void assertNotices(final Flooder flooder) {
        long generation = 0;
        final List<Long> expected = new ArrayList<>();
        for (int label = 0; label < COMMANDS;) {
            if (label % 7000 == 6000) {
                generation += 1000 + 2;
                label += 1000;
                expected.add(generation);
            } else {
                generation++;
                if (label % 3 == 0 || label % 5 == 0) {
                    expected.add(generation);
                }
                label++;
            }
        }
        assertThat(flooder.notices).extracting(Notice::generation).isEqualTo(expected);
        assertThat(flooder.producer.acknowledged()).isEqualTo(generation);
        assertThat(flooder.notices).filteredOn(notice -> notice.bulk() != null).isNotEmpty()
            .allSatisfy(notice -> assertThat(notice.bulk().programmed() + notice.bulk().accepted() + notice.bulk().refused())
                .isEqualTo(1000));
    }
}
