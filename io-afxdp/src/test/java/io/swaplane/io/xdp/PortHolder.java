package io.swaplane.io.xdp;

import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.NetDevice;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that opens an AF_XDP port, says so, and holds it until it is killed or its parent goes away. */
final class PortHolder {
    static final String READY = "ready";

    private PortHolder() {
    }

    static Process start(final Namespace namespace, final String device) throws IOException {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name(),
            System.getProperty("java.home") + "/bin/java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PortHolder.class.getName(), device));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }

    static void main(final String[] arguments) throws IOException {
        final NetDevice device = new NetDevice(arguments[0]);
        try (FrameStore store = new FrameStore(1024, 2048);
             XdpInterface held = XdpInterface.open(device, List.of(store), List.of(XdpMode.NATIVE_COPY), Bench.SMALL)) {
            System.out.println(READY);
            // The parent never writes: this returns when it dies without having killed this process.
            System.in.read();
            held.ports().getFirst().flush();
        }
    }
}
