package io.swaplane.router.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.api.RouterOperations.Trace;
import io.swaplane.fastpath.TracedPackets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracingTest {
    @Test
    void shouldRunOneTraceAtATime() {
        final Tracing tracing = new Tracing(List.of(), List.of(), Runnable::run);
        try (Trace trace = tracing.begin(TracedPackets.withLabel(16), 1)) {
            assertThat(trace.poll()).isEmpty();
            assertThat(tracing.begin(TracedPackets.withLabel(17), 1)).isNull();
        }
        assertThat(tracing.begin(TracedPackets.withLabel(17), 1)).isNotNull();
    }

    @Test
    void shouldTraceAgainAlsoWhenTheEndOfATraceFails() {
        final List<Runnable> graceful = new ArrayList<>();
        final Tracing tracing = new Tracing(List.of(), List.of(), done -> {
            graceful.add(done);
            throw new IllegalStateException("the control thread has ended");
        });
        assertThatThrownBy(tracing.begin(TracedPackets.withLabel(16), 1)::close).isInstanceOf(IllegalStateException.class);
        assertThat(graceful).hasSize(1);
        assertThat(tracing.begin(TracedPackets.withLabel(16), 1)).isNotNull();
    }
}
