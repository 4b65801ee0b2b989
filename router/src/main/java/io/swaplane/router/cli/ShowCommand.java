package io.swaplane.router.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swaplane.control.show.StatusText;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouterView;
import io.swaplane.router.replay.ReplayState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code swaplane show}: the state that a replay left behind. */
@Command(name = "show", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", subcommands = ShowMplsCommand.class,
    description = "Show the router's state as the last replay left it.")
final class ShowCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--replay", scope = ScopeType.INHERIT, defaultValue = "out", paramLabel = "DIR",
        description = "The replay's --out directory (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON document instead of text.")
    private boolean json;

    private record Drops(String router, List<ReasonView> drops) { }

    private record Punts(String router, List<ReasonView> punts) { }

    private record Ports(String router, List<PortView> ports) { }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to show");
    }

    @Command(mixinStandardHelpOptions = true, description = "Show why packets were dropped, and how many.")
    void drops() throws JsonProcessingException {
        final RouterView view = view();
        print(new StatusText(view).drops(), new Drops(view.router(), view.drops()));
    }

    @Command(mixinStandardHelpOptions = true, description = "Show why packets were given to the host, and how many.")
    void punts() throws JsonProcessingException {
        final RouterView view = view();
        print(new StatusText(view).punts(), new Punts(view.router(), view.punts()));
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the ports and their counters.")
    void ports() throws JsonProcessingException {
        final RouterView view = view();
        print(new StatusText(view).ports(), new Ports(view.router(), view.ports()));
    }

    /** The state to show. */
    RouterView view() {
        final Path file = directory.resolve(ReplayState.FILE);
        try {
            return ReplayState.read(directory);
        } catch (final NoSuchFileException e) {
            throw new CommandFailure(ExitCode.INPUT, file + ": there is no such file: run 'swaplane replay … --out " + directory
                + "' first, or give --replay the directory of another replay");
        } catch (final JsonProcessingException e) {
            throw new CommandFailure(ExitCode.INPUT, file + ": is not a replay's state: run the replay again");
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.INPUT, InputOption.explain(file, e));
        }
    }

    /** Prints one of the two. */
    void print(final List<String> text, final Object document) throws JsonProcessingException {
        final PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ReplayState.json(document));
        } else {
            text.forEach(out::println);
        }
        out.flush();
    }
}
