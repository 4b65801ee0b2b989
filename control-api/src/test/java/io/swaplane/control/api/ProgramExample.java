package io.swaplane.control.api;

import io.swaplane.control.api.v1.OperationResult;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A producer as its author would write it. */
final class ProgramExample {
    private ProgramExample() {
    }

    // @start region="program"
    static void program(final Path socket) throws IOException {
        final ProducerSettings script = new ProducerSettings("script", "api", 50, SessionMode.RESYNC, Duration.ofMinutes(5));
        try (ControlClient client = new ControlClient(socket); ProgramClient session = client.program(script)) {
            for (int label = 100; label < 200; label++) {
                session.putSwap(label, label + 1000, 11);
            }
            session.awaitAcknowledged(session.endOfSync());
            for (OperationResult result = session.pollResult(); result != null; result = session.pollResult()) {
                System.out.println("label " + (100 + result.getOperation()) + ": " + result.getText());
            }
            session.complete();
        }
    }
    // @end
}
