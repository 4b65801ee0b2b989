package io.swaplane.benchmarks.program;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.ControlServer;
import io.swaplane.control.api.ProgramClient;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Over the control API on a Unix-domain socket, client and router in one process, in batches of {@value ProgramClient#BATCH}. */
final class OverGrpc implements Programming {
    private final Path directory = Files.createTempDirectory("swaplane-program");
    private final ControlServer server;
    private final ControlClient client;
    private final ProgramClient session;

    OverGrpc(final SpineRouter router) throws IOException {
        final Path socket = directory.resolve("control.sock");
        server = new ControlServer(socket, new NoState(), new SpineControl(router), fault -> {
            throw new IllegalStateException(fault);
        });
        client = new ControlClient(socket);
        session = client.program(new ProducerSettings("benchmark", "api", 50, SessionMode.RESYNC, null));
    }

    @Override
    public void put(final int labels, final int round) throws IOException {
        for (int i = 0; i < labels; i++) {
            final int label = LabelRange.FIRST_ORDINARY + i;
            session.putSwap(label, ProgramLabels.outLabel(label, round), SpineRouter.NEXT_HOP);
        }
        awaitAll();
    }

    @Override
    public void delete(final int labels) throws IOException {
        for (int i = 0; i < labels; i++) {
            session.deleteLabel(LabelRange.FIRST_ORDINARY + i);
        }
        awaitAll();
    }

    private void awaitAll() throws IOException {
        session.awaitAcknowledged(session.flush());
        if (session.pollResult() != null) {
            throw new IllegalStateException("not everything was carried out");
        }
    }

    @Override
    public void close() throws IOException {
        session.close();
        client.close();
        server.close();
        Files.delete(directory);
    }
}
