package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.CounterScope;
import io.swaplane.control.intent.LspIntent;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code swaplane clear}. */
@Command(name = "clear", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", subcommands = ClearIpCommand.class,
    description = "Let counters of the running router start from zero, or its BGP sessions begin anew.")
final class ClearCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SocketOption socket;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to clear");
    }

    @Command(mixinStandardHelpOptions = true,
        description = "Clear all counters of labels, next hops, ports, drops and punts, or those of one label, next hop or port.")
    int counters(@Option(names = "--label", paramLabel = "N", description = "Only this label's.") final Integer label,
                 @Option(names = "--label-space", defaultValue = LspIntent.PLATFORM, paramLabel = "NAME",
                     description = "The label's space (default: ${DEFAULT-VALUE}).") final String labelSpace,
                 @Option(names = "--next-hop", paramLabel = "N", description = "Only this next hop's.") final Integer nextHop,
                 @Option(names = "--port", paramLabel = "NAME",
                     description = "Only this port's, with the drops and punts of what came in by it.") final String port) {
        final List<CounterScope> scopes = new ArrayList<>();
        if (label != null) {
            scopes.add(new CounterScope.Label(labelSpace, label));
        }
        if (nextHop != null) {
            scopes.add(new CounterScope.NextHop(nextHop));
        }
        if (port != null) {
            scopes.add(new CounterScope.Port(port));
        }
        if (scopes.size() > 1) {
            throw new ParameterException(spec.commandLine(), "give one of --label, --next-hop and --port, or none for all counters");
        }
        final CounterScope scope = scopes.isEmpty() ? new CounterScope.All() : scopes.getFirst();
        try (ControlClient client = RunningRouter.get(() -> new ControlClient(socket.path()))) {
            RunningRouter.get(() -> {
                client.clearCounters(scope);
                return scope;
            });
        }
        return ExitCode.OK.status();
    }

    SocketOption socket() {
        return socket;
    }
}
