package io.swaplane.control.api;

import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A producer that puts some labels and then begins a bulk that it never ends. */
final class BulkForEver {
    static final String NAME = "victim";
    static final int FIRST_LABEL = 100;
    static final int LABELS = 100;
    static final int FIRST_IN_BULK = 1000;

    private static final Duration STALE_AFTER = Duration.ofMillis(200);
    private static final int BULK_LABELS = 1_000_000;

    private BulkForEver() {
    }

    public static void main(final String[] args) throws IOException, InterruptedException {
        final ProducerSettings settings = new ProducerSettings(NAME, "api", 50, SessionMode.RESYNC, STALE_AFTER);
        try (ControlClient client = new ControlClient(Path.of(args[0])); ProgramClient session = client.program(settings)) {
            for (int label = FIRST_LABEL; label < FIRST_LABEL + LABELS; label++) {
                session.putSwap(label, 200, LoopRouter.NEXT_HOP);
            }
            session.awaitAcknowledged(session.flush());
            System.out.println("put");
            session.begin();
            for (int i = 0; i < BULK_LABELS; i++) {
                session.putSwap(FIRST_IN_BULK + i, 200, LoopRouter.NEXT_HOP);
            }
            // Whoever started this kills it; it must not end by itself.
            Thread.currentThread().join();
        }
    }
}
