package io.swaplane.router.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions to the control thread, which this test's thread is. */
@Timeout(60)
class ControlTasksTest {
    private final AtomicInteger woken = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);

    private ControlTasks tasks(final long answerMillis) {
        return new ControlTasks(() -> {
            woken.incrementAndGet();
            asked.countDown();
        }, answerMillis);
    }

    private static <T> CompletableFuture<Object> asker(final AskedFor<T> question) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return question.answer();
            } catch (final TimeoutException | RuntimeException e) {
                return e;
            }
        }, task -> Thread.ofPlatform().start(task));
    }

    private interface AskedFor<T> {
        T answer() throws TimeoutException;
    }

    @Test
    void shouldAnswerAndWakeTheControlThread() throws Exception {
        final ControlTasks tasks = tasks(60_000);
        final CompletableFuture<Object> answer = asker(() -> tasks.ask(() -> "yes"));
        asked.await();
        assertThat(tasks.doWork(10)).isEqualTo(1);
        assertThat(answer.join()).isEqualTo("yes");
        assertThat(woken).hasValue(1);
    }

    @Test
    void shouldThrowToTheAskerWhatTheQuestionThrows() throws Exception {
        final ControlTasks tasks = tasks(60_000);
        final CompletableFuture<Object> answer = asker(() -> tasks.ask(() -> {
            throw new IllegalStateException("no");
        }));
        asked.await();
        tasks.doWork(10);
        assertThat(answer.join()).isInstanceOf(IllegalStateException.class).hasToString("java.lang.IllegalStateException: no");
    }

    @Test
    void shouldNotBeginWhatNobodyWaitsForAnyMore() {
        final ControlTasks tasks = tasks(1);
        final List<String> begun = new ArrayList<>();
        assertThatThrownBy(() -> tasks.ask(() -> begun.add("watcher"))).isInstanceOf(TimeoutException.class);
        assertThat(tasks.doWork(10)).isEqualTo(1);
        assertThat(begun).isEmpty();
    }

    @Test
    void shouldHandOverWhatCameTooLate() throws Exception {
        final ControlTasks tasks = tasks(1_000);
        final CountDownLatch gone = new CountDownLatch(1);
        final List<String> unwanted = new ArrayList<>();
        final CompletableFuture<Object> answer = asker(() -> tasks.ask(() -> {
            try {
                gone.await();
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "watcher";
        }, unwanted::add));
        asked.await();
        final Thread release = Thread.ofPlatform().start(() -> {
            assertThat(answer.join()).isInstanceOf(TimeoutException.class);
            gone.countDown();
        });
        tasks.doWork(10);
        release.join();
        assertThat(answer.join()).isInstanceOf(TimeoutException.class);
        assertThat(unwanted).containsExactly("watcher");
    }

    @Test
    void shouldDoNoMoreThanItsShare() {
        final ControlTasks tasks = tasks(1);
        final AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            tasks.tell(done::incrementAndGet);
        }
        assertThat(tasks.doWork(3)).isEqualTo(3);
        assertThat(done).hasValue(3);
        assertThat(tasks.doWork(3)).isEqualTo(2);
        assertThat(tasks.doWork(3)).isZero();
    }
}
