package io.swaplane.io.kernel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace of a test's own, with a thread inside it; deleted on close, and with it its interfaces. Sockets and links made on
 * its thread stay in the namespace whichever thread uses them later.
 */
public final class Namespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final Set<String> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Namespace::deleteRest));
    }

    private final String name;
    private final ExecutorService thread;

    /** Makes the namespace; the tag says what it is for. */
    public Namespace(final String tag) throws Exception {
        name = "swp-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + tag;
        thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
        run("ip", "netns", "add", name);
        LIVE.add(name);
        in(() -> {
            final int flags = KernelAbi.O_RDONLY | KernelAbi.O_CLOEXEC;
            final int fd = KernelException.check(LibC.open("/var/run/netns/" + name, flags), "open", name);
            try {
                return KernelException.check(LibC.setns(fd, KernelAbi.CLONE_NEWNET), "setns", name);
            } finally {
                LibC.close(fd);
            }
        });
        ip("link", "set", "lo", "up");
    }

    /** The namespace's name. */
    public String name() {
        return name;
    }

    /** Joins two namespaces by a pair of virtual interfaces, both up; {@code options} follow {@code ip link add … }. */
    public static void join(final Namespace left, final String leftName, final Namespace right, final String rightName,
                            final String... options) throws Exception {
        final List<String> command = new ArrayList<>(List.of("link", "add", leftName));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("type", "veth", "peer", "name", rightName));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("netns", right.name));
        left.ip(command.toArray(String[]::new));
        left.ip("link", "set", leftName, "up");
        right.ip("link", "set", rightName, "up");
    }

    /** Runs {@code ip} in the namespace; returns what it prints. */
    public String ip(final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(Arrays.asList(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Runs a shell command in the namespace, with the namespace's own /sys; returns what it prints. */
    public String shell(final String command) throws IOException {
        return run("ip", "netns", "exec", name, "sh", "-c", command);
    }

    /** Does something on the thread that is in the namespace. */
    public <T> T in(final Callable<T> work) throws Exception {
        try {
            return thread.submit(work).get(60, TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        thread.shutdown();
        if (LIVE.remove(name)) {
            run("ip", "netns", "delete", name);
        }
    }

    /** What a test that failed half-way through its preparations left behind. */
    private static void deleteRest() {
        for (final String name : LIVE) {
            try {
                run("ip", "netns", "delete", name);
            } catch (final IOException e) {
                System.err.println(e.getMessage());
            }
        }
    }

    private static String run(final String... command) throws IOException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(String.join(" ", command));
        }
    }
}
