package io.swaplane.router.cli;

import io.swaplane.control.show.NextHopText;
import io.swaplane.control.show.TunnelText;
import io.swaplane.control.view.NextHopView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code swaplane show mpls}. */
@Command(name = "mpls", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", subcommands = ShowForwardingCommand.class,
    description = "Show label entries, next hops and tunnels.")
final class ShowMplsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ShowCommand show;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to show");
    }

    @Command(name = "next-hop", mixinStandardHelpOptions = true, description = "Show a next hop and those that it leads to.")
    void nextHop(@Parameters(paramLabel = "N", description = "The next hop's index.") final int index) {
        try (ShownState state = show.open()) {
            final List<NextHopView> chain = state.nextHopChain(index);
            if (chain.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "there is no next hop " + index);
            }
            show.print(state, "nextHops", chain, views -> new NextHopText(views).nextHop(index));
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the tunnels that resolve next hops by their peers.")
    void tunnels() {
        try (ShownState state = show.open()) {
            show.print(state, "tunnels", state.tunnels(), TunnelText::tunnels);
        }
    }

    @Command(mixinStandardHelpOptions = true,
        description = "Show the next hops that stand for a peer, and how the peer is reached by IP and by tunnels.")
    void indirect() {
        try (ShownState state = show.open()) {
            if (show.isJson()) {
                final JsonDocument document = show.document(state).array("indirectNextHops");
                state.indirectNextHops(document::add);
                document.end();
            } else {
                state.indirectNextHops(page -> show.print(TunnelText.indirect(page)));
            }
        }
    }

    ShowCommand show() {
        return show;
    }
}
