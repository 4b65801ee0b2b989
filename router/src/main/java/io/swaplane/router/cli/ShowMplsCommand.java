package io.swaplane.router.cli;

import io.swaplane.control.show.NextHopText;
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
    description = "Show label entries and next hops.")
final class ShowMplsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ShowCommand show;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to show");
    }

    @Command(name = "next-hop", mixinStandardHelpOptions = true, description = "Show a next hop and those that resolve it.")
    void nextHop(@Parameters(paramLabel = "N", description = "The next hop's index.") final int index) {
        try (ShownState state = show.open()) {
            final List<NextHopView> chain = state.nextHopChain(index);
            if (chain.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "there is no next hop " + index);
            }
            show.print(state, "nextHops", chain, views -> new NextHopText(views).nextHop(index));
        }
    }

    ShowCommand show() {
        return show;
    }
}
