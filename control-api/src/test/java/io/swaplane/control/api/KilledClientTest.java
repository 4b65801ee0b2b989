package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that is a process of its own and is killed, so that it cannot say good-bye. */
@Timeout(120)
class KilledClientTest {
    private static final int SIGKILL_STATUS = 128 + 9;
    private static final int NEXT_LABEL = 50;

    @TempDir
    private Path directory;

    private static void kill(final Process client) throws InterruptedException {
        assertThat(client.isAlive()).isTrue();
        client.destroyForcibly();
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isEqualTo(SIGKILL_STATUS);
    }

    private static void awaitOutput(final Process client, final String line) throws IOException {
        final BufferedReader output = client.inputReader();
        String read = output.readLine();
        while (read != null && !read.equals(line)) {
            read = output.readLine();
        }
        assertThat(read).isEqualTo(line);
    }

    @Test
    void shouldLeaveNothingOfABulkAndTheRestUntilTheStaleTimerEnds() throws IOException, InterruptedException {
        final Path socket = directory.resolve("s");
        try (LoopRouter router = new LoopRouter(socket); ControlClient next = new ControlClient(socket)) {
            final Process client = ChildJvm.start(List.of(), BulkForEver.class, socket.toString());
            try {
                awaitOutput(client, "put");
                Await.until(() -> router.commands().stagedOctets() > 100_000);
                assertThat(router.entries()).as("what was put outside the bulk").isEqualTo(BulkForEver.LABELS);
                kill(client);
            } finally {
                client.destroyForcibly();
            }
            Await.until(() -> router.producers().sessions().isEmpty());
            try (ProgramClient session = next.program(new ProducerSettings("next", "api", 50, SessionMode.RESYNC, null))) {
                session.putSwap(NEXT_LABEL, 200, LoopRouter.NEXT_HOP);
                session.complete();
            }
            assertThat(router.commands().bulks()).isZero();
            assertThat(router.summary(BulkForEver.FIRST_IN_BULK)).isEqualTo("nothing");
            assertThat(router.entries()).isLessThanOrEqualTo(BulkForEver.LABELS + 1);
            Await.until(() -> {
                router.taking(true);
                return router.entries() == 1;
            });
            assertThat(router.commands().stagedOctets()).as("the bulk is forgotten").isZero();
            assertThat(router.summary(BulkForEver.FIRST_LABEL)).isEqualTo("nothing");
            assertThat(router.summary(NEXT_LABEL)).startsWith("swap to 200");
            try (ProgramClient back = next.program(new ProducerSettings(BulkForEver.NAME, "api", 50, SessionMode.RESYNC, null))) {
                back.putSwap(BulkForEver.FIRST_IN_BULK, 300, LoopRouter.NEXT_HOP);
                back.awaitAcknowledged(back.endOfSync());
                assertThat(back.pollResult()).isNull();
            }
            assertThat(router.summary(BulkForEver.FIRST_IN_BULK)).startsWith("swap to 300");
        }
    }
}
