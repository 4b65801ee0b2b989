package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.v1.GetLabelUsageResponse;
import io.swaplane.control.show.BindingText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code swaplane show labels}. */
@Command(name = "labels", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = "Show what labels are used for.")
final class ShowLabelsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ShowCommand show;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to show");
    }

    @Command(mixinStandardHelpOptions = true, description = "Show what producers' bindings have which labels for, by label.")
    void bindings() {
        try (ControlClient client = show.running("label bindings")) {
            if (show.isJson()) {
                final JsonDocument document = show.document(client).array("bindings");
                RunningRouter.each(client.bindings(), document::add);
                document.end();
            } else {
                final BindingText text = new BindingText();
                RunningRouter.each(client.bindings(), page -> show.print(text.lines(page)));
            }
        }
    }

    @Command(mixinStandardHelpOptions = true,
        description = "Show how many label entries there are by owner, and how far each range of labels is used for bindings.")
    void usage() {
        try (ControlClient client = show.running("labels")) {
            final GetLabelUsageResponse usage = RunningRouter.get(client::labelUsage);
            final List<SpineRows.LabelSpace> spaces = usage.getLabelSpacesList().stream().map(SpineRows.LabelSpace::of).toList();
            final List<SpineRows.LabelRange> ranges = usage.getRangesList().stream().map(SpineRows.LabelRange::of).toList();
            if (show.isJson()) {
                final JsonDocument document = show.document(client).array("labelSpaces");
                document.add(spaces);
                document.array("ranges").add(ranges);
                document.end();
            } else {
                show.print(SpineRows.labelSpaces(spaces));
                show.print(SpineRows.labelRanges(ranges));
            }
        }
    }
}
