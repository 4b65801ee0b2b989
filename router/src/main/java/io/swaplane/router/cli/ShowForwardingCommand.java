package io.swaplane.router.cli;

import io.swaplane.control.show.BriefText;
import io.swaplane.control.show.ForwardingText;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code swaplane show mpls forwarding}. Whole tables are printed as they are read, never held. */
@Command(name = "forwarding", mixinStandardHelpOptions = true,
    description = "Show every label entry in full; one line each with 'brief', one entry with 'label'.")
final class ShowForwardingCommand implements Callable<Integer> {
    @ParentCommand
    private ShowMplsCommand mpls;

    @Override
    public Integer call() {
        everything(LabelFilter.all(true), this::print);
        return ExitCode.OK.status();
    }

    private boolean print(final LabelPage page) {
        return mpls.show().print(new ForwardingText(page.labels(), page.nextHops()).lines());
    }

    @Command(mixinStandardHelpOptions = true, description = "Show one line for each label entry.")
    void brief() {
        final BriefText brief = new BriefText();
        everything(LabelFilter.all(false), page -> mpls.show().print(brief.lines(page.labels())));
    }

    private void everything(final LabelFilter filter, final Predicate<LabelPage> text) {
        try (ShownState state = mpls.show().open()) {
            if (mpls.show().isJson()) {
                final JsonDocument document = mpls.show().document(state).array("labels");
                state.labels(LabelFilter.all(false), page -> document.add(page.labels()));
                document.array("nextHops");
                state.nextHops(document::add);
                document.end();
            } else {
                state.labels(filter, text);
            }
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the entries of one label, in every label space.")
    void label(@Parameters(paramLabel = "N", description = "The in-label.") final int number) {
        try (ShownState state = mpls.show().open()) {
            final List<LabelView> labels = new ArrayList<>();
            final Set<NextHopView> nextHops = new LinkedHashSet<>();
            state.labels(LabelFilter.label(number), page -> {
                nextHops.addAll(page.nextHops());
                return labels.addAll(page.labels());
            });
            if (labels.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "label " + number + " has no entry");
            }
            if (mpls.show().isJson()) {
                final JsonDocument document = mpls.show().document(state).array("labels");
                document.add(labels);
                document.array("nextHops").add(nextHops);
                document.end();
            } else {
                print(new LabelPage(labels, List.copyOf(nextHops), null));
            }
        }
    }
}
