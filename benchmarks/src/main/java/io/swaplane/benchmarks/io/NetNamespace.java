package io.swaplane.benchmarks.io;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A network namespace of this program's own, deleted on close and with it its interfaces. */
final class NetNamespace implements AutoCloseable {
    private final String name;

    NetNamespace(final String tag) throws IOException {
        name = "swp-" + ProcessHandle.current().pid() + "-" + tag;
        Command.run("ip", "netns", "add", name);
    }

    String name() {
        return name;
    }

    /** Runs {@code ip} in the namespace. */
    void ip(final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments));
        Command.run(command.toArray(String[]::new));
    }

    /** What starts a program in the namespace, to put before its own words. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Runs a program in the namespace. */
    void exec(final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(prefix());
        command.addAll(List.of(arguments));
        Command.run(command.toArray(String[]::new));
    }

    /** Moves the calling thread into the namespace, for good. */
    void enter() throws KernelException {
        final int fd = KernelException.check(LibC.open("/var/run/netns/" + name, KernelAbi.O_RDONLY | KernelAbi.O_CLOEXEC), "open", name);
        try {
            KernelException.check(LibC.setns(fd, KernelAbi.CLONE_NEWNET), "setns", name);
        } finally {
            LibC.close(fd);
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(Path.of("/var/run/netns", name))) {
            Command.run("ip", "netns", "delete", name);
        }
    }
}
