package io.swaplane.router.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swaplane.control.show.NextHopText;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.RouterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    private record NextHops(String router, List<NextHopView> nextHops) { }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to show");
    }

    @Command(name = "next-hop", mixinStandardHelpOptions = true, description = "Show a next hop and those that resolve it.")
    void nextHop(@Parameters(paramLabel = "N", description = "The next hop's index.") final int index) throws JsonProcessingException {
        final RouterView view = show.view();
        final List<String> text = new NextHopText(view).nextHop(index);
        if (text.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "there is no next hop " + index);
        }
        show.print(text, new NextHops(view.router(), chain(view, List.of(index))));
    }

    ShowCommand show() {
        return show;
    }

    /** The next hops with these indices and all that resolve them, each once, by way of appearance. */
    static List<NextHopView> chain(final RouterView view, final List<Integer> indices) {
        final Map<Integer, NextHopView> byIndex = view.nextHops().stream()
            .collect(Collectors.toMap(NextHopView::index, Function.identity()));
        final List<NextHopView> chain = new ArrayList<>();
        for (final int index : indices) {
            for (NextHopView each = byIndex.get(index); each != null && !chain.contains(each);
                 each = each.resolvedBy() == null ? null : byIndex.get(each.resolvedBy())) {
                chain.add(each);
            }
        }
        return chain;
    }
}
