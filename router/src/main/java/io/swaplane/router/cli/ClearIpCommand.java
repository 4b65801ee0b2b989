package io.swaplane.router.cli;

import io.swaplane.control.api.BgpState.Clearing;
import io.swaplane.control.api.ControlClient;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code swaplane clear ip}. */
@Command(name = "ip", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = "Begin BGP sessions of the running router anew.")
final class ClearIpCommand implements Runnable {
    private static final Set<String> EVERYONE = Set.of("all", "*");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ClearCommand clear;

    /** A peer's name or address, or null for all, and what to do. */
    private record Wanted(String peer, List<Clearing> how) { }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to clear");
    }

    @Command(mixinStandardHelpOptions = true, description = {
        "End BGP sessions, which come up again; all of them unless one neighbor is named.",
        "With 'soft' they stay: 'in' asks the neighbor to send its routes again, 'out' tells it all routes again; 'soft' alone does both."})
    int bgp(@Parameters(arity = "0..*", paramLabel = "[all|NEIGHBOR] [soft [in|out]]",
        description = "A neighbor's name or address (default: all), and whether its session stays.") final List<String> words) {
        final Wanted wanted = wanted(words == null ? List.of() : words);
        try (ControlClient client = RunningRouter.get(() -> new ControlClient(clear.socket().path()))) {
            RunningRouter.get(() -> {
                final String peer = wanted.peer() == null ? null : BgpPeers.find(client.bgp(), wanted.peer()).name();
                for (final Clearing each : wanted.how()) {
                    client.clearBgp(peer, each);
                }
                return wanted;
            });
        }
        return ExitCode.OK.status();
    }

    private static Wanted wanted(final List<String> words) {
        final boolean named = !words.isEmpty() && !words.getFirst().equals("soft");
        final List<String> how = named ? words.subList(1, words.size()) : words;
        final String peer = named && !EVERYONE.contains(words.getFirst()) ? words.getFirst() : null;
        return new Wanted(peer, switch (String.join(" ", how)) {
            case "" -> List.of(Clearing.HARD);
            case "soft" -> List.of(Clearing.SOFT_IN, Clearing.SOFT_OUT);
            case "soft in" -> List.of(Clearing.SOFT_IN);
            case "soft out" -> List.of(Clearing.SOFT_OUT);
            default -> throw Words.wrong("clear ip bgp " + String.join(" ", words)
                + ": write 'clear ip bgp [all|NEIGHBOR] [soft [in|out]]'");
        });
    }
}
