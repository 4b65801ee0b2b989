package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.PageReader;
import io.swaplane.control.api.RouterOperations.Traced;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.TraceView;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code swaplane trace}: what becomes of the next packets with a label, or to an address in a VRF. */
@Command(name = "trace", mixinStandardHelpOptions = true,
    description = {"Show what the running router does with the next packets whose top label is N, or that come in as IP"
        + " by interfaces of a VRF to an address, step by step.", "Other packets are forwarded as fast as ever. One trace at a time."})
final class TraceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SocketOption socket;

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Option(names = "--count", defaultValue = "5", paramLabel = "N",
        description = "End after so many packets, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--timeout", defaultValue = "10", paramLabel = "SECONDS",
        description = "End after this time, 1 to 3600 s (default: ${DEFAULT-VALUE}).")
    private int timeout;

    /** Which packets. */
    private static final class Which {
        @Option(names = "--label", required = true, paramLabel = "N", description = "Top label of the packets, as they come in.")
        private Integer label;

        @ArgGroup(exclusive = false)
        private Destination destination;

        private Traced traced() {
            return label != null ? new Traced.Label(label) : destination.traced();
        }
    }

    /** Of IP packets. */
    private static final class Destination {
        @Option(names = "--to", required = true, paramLabel = "ADDRESS", description = "Destination of packets that come in as IP.")
        private String to;

        @Option(names = "--vrf", defaultValue = VrfIntent.GLOBAL, paramLabel = "VRF",
            description = "VRF of the interfaces that they come in by (default: ${DEFAULT-VALUE}, the global table).")
        private String vrf;

        private Traced traced() {
            try {
                return new Traced.Destination(vrf, InetAddress.ofLiteral(to));
            } catch (final IllegalArgumentException e) {
                throw Words.wrong("--to " + to + ": write an IP address");
            }
        }
    }

    @Override
    public Integer call() {
        if (timeout < 1 || timeout > 3600) {
            throw new CommandFailure(ExitCode.USAGE, "--timeout " + timeout + " must be 1 to 3600");
        }
        final PrintWriter out = spec.commandLine().getOut();
        int packets = 0;
        long lost = 0;
        try (ControlClient client = RunningRouter.get(() -> new ControlClient(socket.path()));
             PageReader<TraceView> reader = client.trace(which.traced(), count, Duration.ofSeconds(timeout))) {
            TraceView page = RunningRouter.get(reader::next);
            while (page != null) {
                page.lines().forEach(out::println);
                packets += page.packets();
                lost = Math.max(lost, page.lost());
                if (out.checkError()) {
                    break;
                }
                page = RunningRouter.get(reader::next);
            }
        }
        final PrintWriter err = spec.commandLine().getErr();
        if (packets < count) {
            err.println(packets + " of " + count + " packets within " + timeout + " s");
        }
        if (lost > 0) {
            err.println(lost + " more packets could not be shown: they came faster than they were read");
        }
        return ExitCode.OK.status();
    }
}
