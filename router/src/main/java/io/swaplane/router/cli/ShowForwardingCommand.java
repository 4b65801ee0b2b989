package io.swaplane.router.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swaplane.control.show.ForwardingText;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.RouterView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code swaplane show mpls forwarding}. */
@Command(name = "forwarding", mixinStandardHelpOptions = true,
    description = "Show every label entry in full; one line each with 'brief', one entry with 'label'.")
final class ShowForwardingCommand implements Callable<Integer> {
    @ParentCommand
    private ShowMplsCommand mpls;

    /** What {@code --json} prints: entries and the next hops that they lead to. */
    private record Forwarding(String router, List<LabelView> labels, List<NextHopView> nextHops) { }

    @Override
    public Integer call() throws JsonProcessingException {
        final RouterView view = mpls.show().view();
        mpls.show().print(new ForwardingText(view).all(), everything(view));
        return ExitCode.OK.status();
    }

    @Command(mixinStandardHelpOptions = true, description = "Show one line for each label entry.")
    void brief() throws JsonProcessingException {
        final RouterView view = mpls.show().view();
        mpls.show().print(new ForwardingText(view).brief(), everything(view));
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the entries of one label, in every label space.")
    void label(@Parameters(paramLabel = "N", description = "The in-label.") final int number) throws JsonProcessingException {
        final RouterView view = mpls.show().view();
        final List<LabelView> labels = view.labels().stream().filter(each -> each.label() == number).toList();
        if (labels.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "label " + number + " has no entry");
        }
        final List<Integer> nextHops = labels.stream().flatMap(each -> each.actions().stream())
            .flatMap(action -> action.nextHops().stream()).distinct().toList();
        mpls.show().print(new ForwardingText(view).label(number),
            new Forwarding(view.router(), labels, ShowMplsCommand.chain(view, nextHops)));
    }

    private static Forwarding everything(final RouterView view) {
        return new Forwarding(view.router(), view.labels(), view.nextHops());
    }
}
