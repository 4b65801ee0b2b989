package io.swaplane.io.xdp;

import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.NetDevice;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** A process of its own, without some capability, that opens a busy polling AF_XDP socket and prints what comes of it. */
final class BusyPoller {
    private BusyPoller() {
    }

    /** {@code capabilities}: which it lacks, as {@code setpriv} names them. */
    static Process start(final Namespace namespace, final String device, final String capabilities) throws IOException {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name(),
            "setpriv", "--bounding-set", capabilities, System.getProperty("java.home") + "/bin/java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BusyPoller.class.getName(), device));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static void main(final String[] arguments) throws IOException {
        final NetDevice device = new NetDevice(arguments[0]);
        try (FrameStore store = new FrameStore(64, 2048);
             XskSocket socket = XskSocket.open(device.name() + " queue 0", device.index(), 0, new Umem(store), false,
                 Bench.SMALL.busyPolling(20))) {
            System.out.println("got it, on descriptor " + socket.fd());
        } catch (final KernelException e) {
            System.out.println(e.getMessage());
        }
    }
}
