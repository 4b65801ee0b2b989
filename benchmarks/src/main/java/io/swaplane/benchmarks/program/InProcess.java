package io.swaplane.benchmarks.program;

import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.table.LabelRange;

/** Through a {@link Producer} of the same process. */
final class InProcess implements Programming {
    private final SpineRouter router;
    private final Producer producer;

    InProcess(final SpineRouter router) {
        this.router = router;
        producer = router.producers().open(new ProducerSettings("benchmark", "api", 50, SessionMode.RESYNC, null));
    }

    @Override
    public void put(final int labels, final int round) {
        for (int i = 0; i < labels; i++) {
            final int label = LabelRange.FIRST_ORDINARY + i;
            final long forwarding = Forwarding.swap(ProgramLabels.outLabel(label, round), SpineRouter.NEXT_HOP);
            while (producer.putForward(0, label, forwarding, 0) < 0) {
                pause();
            }
        }
        awaitAll();
    }

    @Override
    public void delete(final int labels) {
        for (int i = 0; i < labels; i++) {
            while (producer.removeLabel(0, LabelRange.FIRST_ORDINARY + i) < 0) {
                pause();
            }
        }
        awaitAll();
    }

    private void awaitAll() {
        while (producer.acknowledged() < producer.sent()) {
            pause();
        }
        if (producer.poll() != null) {
            throw new IllegalStateException("not everything was carried out");
        }
    }

    private void pause() {
        router.check();
        Thread.onSpinWait();
    }

    @Override
    public void close() {
        producer.close();
    }
}
