package io.swaplane.io.netns;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Network namespaces of a test, with names of their own, which are deleted when it is closed. Needs root. */
public final class TestNetwork implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int COMMAND_SECONDS = 30;

    private final List<String> namespaces = new ArrayList<>();

    /** Makes a namespace with its loopback up and without IPv6, whose own traffic would be noise; returns its name. */
    public String namespace() {
        final String name = "swp-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        run("ip", "netns", "add", name);
        namespaces.add(name);
        ip(name, "link", "set", "lo", "up");
        write(name, "net/ipv6/conf/default/disable_ipv6", "1");
        return name;
    }

    /** Joins two namespaces by a veth pair, both ends up, with the MAC addresses 02:00:00:00:00:(first, second). */
    public void veth(final String firstNamespace, final String first, final int firstMac, final String secondNamespace,
                     final String second, final int secondMac) {
        ip(firstNamespace, "link", "add", first, "address", mac(firstMac), "type", "veth",
            "peer", "name", second, "address", mac(secondMac), "netns", secondNamespace);
        ip(firstNamespace, "link", "set", first, "up");
        ip(secondNamespace, "link", "set", second, "up");
    }

    /** The MAC address 02:00:00:00:00:(last) as {@code ip} writes it. */
    public static String mac(final int last) {
        return "02:00:00:00:00:%02x".formatted(last);
    }

    /** Runs {@code ip} in a namespace; returns what it printed. */
    public String ip(final String namespace, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
        command.addAll(Arrays.asList(arguments));
        return run(command.toArray(String[]::new));
    }

    /** The index of an interface in a namespace. */
    public int index(final String namespace, final String name) {
        return inside(namespace, () -> KernelException.check(LibC.ifNametoindex(name), "if_nametoindex", name));
    }

    /** Writes a kernel setting of a namespace, by its path below /proc/sys. */
    public void write(final String namespace, final String setting, final String value) {
        inside(namespace, () -> Files.writeString(Path.of("/proc/sys/", setting), value));
    }

    /** Calls something on a thread that is in the namespace; sockets that it opens stay there. The thread ends with it. */
    public <T> T inside(final String namespace, final Callable<T> work) {
        final FutureTask<T> task = new FutureTask<>(() -> {
            enter(namespace);
            return work.call();
        });
        final Thread thread = Thread.ofPlatform().daemon().name("in-" + namespace).start(task);
        try {
            final T result = task.get(COMMAND_SECONDS, TimeUnit.SECONDS);
            thread.join(TimeUnit.SECONDS.toMillis(COMMAND_SECONDS));
            return result;
        } catch (final Exception e) {
            throw new IllegalStateException("in namespace " + namespace, e.getCause() == null ? e : e.getCause());
        }
    }

    private static void enter(final String namespace) throws KernelException {
        final Path path = Path.of("/var/run/netns", namespace);
        final int fd = KernelException.check(LibC.open(path.toString(), KernelAbi.O_RDONLY | KernelAbi.O_CLOEXEC), "open", path.toString());
        try {
            KernelException.check(LibC.setns(fd, KernelAbi.CLONE_NEWNET), "setns", namespace);
        } finally {
            LibC.close(fd);
        }
    }

    /** Runs a command for at most half a minute; returns its output. */
    public static String run(final String... command) {
        try {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        namespaces.reversed().forEach(name -> run("ip", "netns", "delete", name));
        namespaces.clear();
    }
}
