package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamAgentTest {
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final Failures failures = new Failures(faults::add);

    /** A stream that ends well, or fails. */
    private class Stream implements LiveStream {
        final CompletableFuture<Throwable> end = new CompletableFuture<>();
        final CompletableFuture<Boolean> abandoned = new CompletableFuture<>();
        final Throwable fault;

        Stream(final Throwable fault) {
            this.fault = fault;
        }

        @Override
        public int doWork() {
            if (fault instanceof Error error) {
                throw error;
            }
            if (fault instanceof RuntimeException exception) {
                throw exception;
            }
            end.complete(null);
            return ENDED;
        }

        @Override
        public boolean isExpecting() {
            return false;
        }

        @Override
        public void fail(final Throwable cause) {
            end.complete(failures.of(cause));
        }

        @Override
        public void abandon() {
            abandoned.complete(true);
        }
    }

    /** Fails also when it is to say so. */
    private final class Broken extends Stream {
        Broken(final Throwable fault) {
            super(fault);
        }

        @Override
        public void fail(final Throwable cause) {
            throw new OutOfMemoryError("not even a sentence");
        }
    }

    @Test
    void shouldFailTheOneStreamThatThrowsWhateverItIs() {
        try (StreamAgent agent = new StreamAgent(faults::add)) {
            for (final Throwable fault : List.of(new IllegalStateException("a fault"), new AssertionError("a wrong idea"),
                new StackOverflowError("deep"), new OutOfMemoryError("a large message"))) {
                final Stream stream = new Stream(fault);
                agent.add(stream);
                assertThat(stream.end.join()).hasMessageContaining("fault in the router: " + fault);
            }
            assertThat(faults).hasSize(4);
            final Stream good = new Stream(null);
            agent.add(good);
            assertThat(good.end.join()).isNull();
        }
    }

    @Test
    void shouldGoOnAlsoWhenAStreamCannotEvenFail() {
        try (StreamAgent agent = new StreamAgent(faults::add)) {
            final Broken broken = new Broken(new StackOverflowError("deep"));
            agent.add(broken);
            assertThat(broken.abandoned.join()).isTrue();
            final Stream good = new Stream(null);
            agent.add(good);
            assertThat(good.end.join()).isNull();
            assertThat(faults).singleElement().isInstanceOfSatisfying(OutOfMemoryError.class,
                each -> assertThat(each.getSuppressed()).singleElement().isInstanceOf(StackOverflowError.class));
        }
    }

    @Test
    void shouldGoOnAlsoWhenTheFaultCannotBeTold() {
        try (StreamAgent agent = new StreamAgent(cause -> {
            throw new OutOfMemoryError("no line in the log");
        })) {
            final Broken broken = new Broken(new StackOverflowError("deep"));
            agent.add(broken);
            assertThat(broken.abandoned.join()).isTrue();
            final Stream good = new Stream(null);
            agent.add(good);
            assertThat(good.end.join()).isNull();
        }
    }
}
