package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.PageReader;
import io.swaplane.control.view.Difference;
import io.swaplane.control.view.ReloadView;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code swaplane diff}: what a reload would do. Differences are printed as they come, never held. */
@Command(name = "diff", mixinStandardHelpOptions = true,
    description = {"Show what 'swaplane reload' would do, without doing it.",
        "One line each: + comes, - goes, ~ changes, ! needs a restart. The exit status is 0 without any difference, 9 with some."})
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SocketOption socket;

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "CONFIG",
        description = "The configuration, YAML (default: the file that the router was started with, as it is now).")
    private Path config;

    @Override
    public Integer call() {
        try (ControlClient client = RunningRouter.get(() -> new ControlClient(socket.path()));
             PageReader<ReloadView> reader = RunningRouter.get(() -> client.diff(GivenConfiguration.read(config)))) {
            final ReloadView first = RunningRouter.get(reader::next);
            if (!first.problems().isEmpty()) {
                Refusal.print(GivenConfiguration.name(config), first.problems(), spec.commandLine().getErr());
                return ExitCode.CONFIGURATION.status();
            }
            final boolean any = json ? document(client, first, reader) : lines(first, reader);
            return (any || !first.restartNeeded().isEmpty() ? ExitCode.DIFFERENT : ExitCode.OK).status();
        }
    }

    private boolean document(final ControlClient client, final ReloadView first, final PageReader<ReloadView> reader) {
        final JsonDocument document = new JsonDocument(spec.commandLine().getOut(), RunningRouter.get(client::router));
        document.array("restartNeeded").add(first.restartNeeded());
        document.array("differences");
        boolean any = false;
        boolean goesOn = true;
        ReloadView page = RunningRouter.get(reader::next);
        while (page != null && goesOn) {
            any = true;
            goesOn = document.add(page.differences());
            page = RunningRouter.get(reader::next);
        }
        document.end();
        return any;
    }

    private boolean lines(final ReloadView first, final PageReader<ReloadView> reader) {
        final PrintWriter out = spec.commandLine().getOut();
        first.restartNeeded().forEach(key -> out.println("! " + key + ": restart needed"));
        boolean any = false;
        ReloadView page = RunningRouter.get(reader::next);
        while (page != null && !out.checkError()) {
            any = true;
            out.print(page.differences().stream().map(Difference::line).map(line -> line + System.lineSeparator())
                .collect(Collectors.joining()));
            page = RunningRouter.get(reader::next);
        }
        out.flush();
        return any;
    }
}
