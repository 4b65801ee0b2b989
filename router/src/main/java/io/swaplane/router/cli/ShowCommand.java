package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.show.InterfaceText;
import io.swaplane.control.show.StatusText;
import io.swaplane.control.show.VrfText;
import io.swaplane.control.view.VrfView;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code swaplane show}: the running router's state, or the one that a replay left behind. */
@Command(name = "show", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    subcommands = {ShowMplsCommand.class, ShowLabelsCommand.class, ShowIpCommand.class},
    description = "Show the running router's state, or with --replay the one that a replay left behind.")
final class ShowCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SocketOption socket;

    @Option(names = "--replay", scope = ScopeType.INHERIT, paramLabel = "DIR",
        description = "Show what a replay left in its --out directory.")
    private Path directory;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON document instead of text.")
    private boolean json;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to show");
    }

    @Command(mixinStandardHelpOptions = true, description = "Show why packets were dropped, and how many.")
    void drops() {
        table("drops", ShownState::drops, StatusText::drops);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show why packets were given to the host, and how many.")
    void punts() {
        table("punts", ShownState::punts, StatusText::punts);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the ports and their counters.")
    void ports() {
        table("ports", ShownState::ports, StatusText::ports);
    }

    @Command(mixinStandardHelpOptions = true,
        description = "Show the interfaces that take MPLS or IP: state, VRF, addresses, port mode and why it is no better, counters, "
            + "drops at the rings.")
    void interfaces() {
        table("interfaces", ShownState::interfaces, InterfaceText::lines);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the neighbours that next hops lead to, and their MAC addresses.")
    void neighbours() {
        table("neighbours", ShownState::neighbours, StatusText::neighbours);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the packet workers: CPU, duty cycles, stalls.")
    void workers() {
        table("workers", ShownState::workers, StatusText::workers);
    }

    @Command(mixinStandardHelpOptions = true,
        description = "Show what went to the host by the TAP device, neighbour requests, and events of the kernel that were lost.")
    void host() {
        table("host", state -> List.of(state.host()), host -> StatusText.host(host.getFirst()));
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the VRFs and how many routes they have; all of one with its name.")
    void vrf(@Parameters(arity = "0..1", paramLabel = "NAME", description = "A VRF's name.") final String name) {
        try (ControlClient client = running("VRFs")) {
            final VrfView one = name == null ? null : RunningRouter.get(() -> client.vrf(name));
            if (json) {
                final JsonDocument document = document(client).array("vrfs");
                if (one == null) {
                    RunningRouter.each(client.vrfs(), document::add);
                } else {
                    document.add(List.of(one));
                }
                document.end();
            } else if (one == null) {
                final VrfText text = new VrfText();
                RunningRouter.each(client.vrfs(), page -> print(text.lines(page)));
            } else {
                print(VrfText.paragraph(one));
            }
        }
    }

    @Command(mixinStandardHelpOptions = true,
        description = "Show every producer of label entries, next hops and tunnels, and its commands.")
    void producers() {
        spine("producers", client -> client.producers().stream().map(SpineRows.ProducerRow::of).toList(), SpineRows::producers);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show how producers' commands fare: ring, refusals, latency.")
    void control() {
        spine("control", client -> List.of(SpineRows.ControlRow.of(client.control())), rows -> SpineRows.control(rows.getFirst()));
    }

    @FunctionalInterface
    private interface Reading<T> {
        List<T> of(ControlClient client) throws IOException;
    }

    private <T> void spine(final String name, final Reading<T> reading, final Function<List<T>, List<String>> text) {
        try (ControlClient client = running(name)) {
            final List<T> rows = RunningRouter.get(() -> reading.of(client));
            if (json) {
                final JsonDocument document = document(client).array(name);
                document.add(rows);
                document.end();
            } else {
                print(text.apply(rows));
            }
        }
    }

    /** The running router, for what only it has. */
    ControlClient running(final String what) {
        if (directory != null) {
            throw new CommandFailure(ExitCode.USAGE, "a replay has no " + what + ": leave --replay out to ask the running router");
        }
        return RunningRouter.get(() -> new ControlClient(socket.path()));
    }

    /** Begins a document of the running router. */
    JsonDocument document(final ControlClient client) {
        return new JsonDocument(spec.commandLine().getOut(), RunningRouter.get(client::router));
    }

    private <T> void table(final String name, final Function<ShownState, List<T>> read, final Function<List<T>, List<String>> text) {
        try (ShownState state = open()) {
            print(state, name, read.apply(state), text);
        }
    }

    /** Prints records as text, or as a document with the router's name. */
    <T> void print(final ShownState state, final String name, final List<T> records, final Function<List<T>, List<String>> text) {
        if (json) {
            final JsonDocument document = document(state).array(name);
            document.add(records);
            document.end();
        } else {
            print(text.apply(records));
        }
    }

    /** Prints lines; returns false when nobody reads them any more. */
    boolean print(final Collection<String> lines) {
        final PrintWriter out = spec.commandLine().getOut();
        // A page at once, as the writer flushes with every println.
        out.print(lines.stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining()));
        return !out.checkError();
    }

    /** True when a document is asked for. */
    boolean isJson() {
        return json;
    }

    /** Begins a document. */
    JsonDocument document(final ShownState state) {
        return new JsonDocument(spec.commandLine().getOut(), state.router());
    }

    /** The state to show; close it. */
    ShownState open() {
        if (directory == null) {
            return new RunningRouter(socket.path());
        }
        if (socket.isGiven()) {
            throw new ParameterException(spec.commandLine(), "--socket is for the running router, --replay for a replay: give one of them");
        }
        return new ReplayedRouter(directory);
    }
}
