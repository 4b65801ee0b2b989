package io.swaplane.router.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private final Threads threads = new Threads();

    @Test
    void shouldTellTheFirstFault() throws Exception {
        threads.start("worker-0", () -> {
            throw new IllegalStateException("no more frames");
        });

        assertThat(threads.fault().get(10, TimeUnit.SECONDS))
            .isEqualTo("thread worker-0 failed: java.lang.IllegalStateException: no more frames");
        threads.join();
    }

    @Test
    void shouldTellNothingOfLoopsThatEnd() {
        final CountDownLatch ran = new CountDownLatch(2);
        threads.start("control", ran::countDown);
        threads.start("worker-0", ran::countDown);

        threads.join();

        assertThat(ran.getCount()).isZero();
        assertThat(threads.fault()).isNotDone();
    }
}
