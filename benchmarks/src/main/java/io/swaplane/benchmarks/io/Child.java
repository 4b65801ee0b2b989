package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A forwarder as a process of its own in the middle; it ends with this program at the latest. */
final class Child implements Started {
    private static final long POLL_MILLIS = 2;
    private static final int START_SECONDS = 30;

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private Child(final Process process, final Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly, "end " + process.pid());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts a program and waits until it is ready.
     *
     * @param log where its output goes.
     * @param ready what it prints when it is.
     */
    static Child start(final Bed bed, final Path log, final String ready, final List<String> words) throws IOException {
        final List<String> command = new ArrayList<>(bed.middle().prefix());
        command.addAll(words);
        final Child child = new Child(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
        try {
            child.await(ready);
            return child;
        } catch (final IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    private void await(final String ready) throws IOException {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.readString(log).contains(ready)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the forwarder does not start: " + Files.readString(log).strip());
            }
            Pause.millis(POLL_MILLIS);
        }
    }

    @Override
    public List<Long> processes() {
        return List.of(process.pid());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for " + process.pid());
        } finally {
            process.destroyForcibly();
            removeHook();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (final IllegalStateException e) {
            System.err.println("compare-io: process " + process.pid() + " stopped");
        }
    }
}
