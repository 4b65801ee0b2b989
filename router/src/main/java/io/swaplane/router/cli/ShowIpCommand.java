package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.show.RouteText;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteView;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code swaplane show ip}. */
@Command(name = "ip", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", subcommands = ShowBgpCommand.class,
    description = "Show routes of VRFs and of the global table, and BGP.")
final class ShowIpCommand implements Runnable {
    private static final String WORDS = "[vrf NAME]";

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ShowCommand show;

    /** What stands behind a command: a VRF and one more word, which may be null. */
    private record Named(String vrf, String rest) { }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to show");
    }

    @Command(mixinStandardHelpOptions = true, description = {"Show the routes of a VRF, or of the global table.",
        "With a prefix those to it and to parts of it, with an address the one by which its packets go."})
    void route(@Parameters(arity = "0..*", paramLabel = "[vrf NAME] [PREFIX]",
        description = "The VRF (default: the global table), and a prefix or address.") final List<String> words) {
        final Named named = named("route", words);
        try (ControlClient client = show.running("routes")) {
            if (named.rest() != null && !named.rest().contains("/")) {
                final RouteView route = RunningRouter.get(() -> client.forwarding(named.vrf(), named.rest())).route();
                if (route == null) {
                    throw new CommandFailure(ExitCode.USAGE, "there is no route to " + named.rest() + " in " + named.vrf());
                }
                print(client, sink -> sink.test(List.of(route)));
                return;
            }
            final RouteFilter filter = new RouteFilter(named.vrf(), null, named.rest() == null ? null : prefix(named.rest()), null);
            // A VRF that there is not is told before anything is printed.
            RunningRouter.get(() -> client.vrf(named.vrf()));
            print(client, sink -> RunningRouter.each(client.routes(filter), sink));
        }
    }

    private void print(final ControlClient client, final Consumer<Predicate<List<RouteView>>> read) {
        if (show.isJson()) {
            final JsonDocument document = show.document(client).array("routes");
            read.accept(document::add);
            document.end();
        } else {
            final RouteText text = new RouteText();
            read.accept(page -> show.print(text.lines(page)));
        }
    }

    private static Prefix prefix(final String text) {
        try {
            return Prefix.parse(text);
        } catch (final IllegalArgumentException e) {
            throw Words.wrong(e.getMessage());
        }
    }

    @Command(mixinStandardHelpOptions = true, description = {"Show what a VRF, or the global table, does with packets to one address.",
        "Labels are those of the whole stack that is pushed, its top first."})
    void forwarding(@Parameters(arity = "1..*", paramLabel = "[vrf NAME] ADDRESS",
        description = "The VRF (default: the global table), and the address.") final List<String> words) {
        final Named named = named("forwarding", words);
        if (named.rest() == null) {
            throw Words.wrong("show ip forwarding " + String.join(" ", words) + ": give an address");
        }
        try (ControlClient client = show.running("routes")) {
            final RouteDecision decision = RunningRouter.get(() -> client.forwarding(named.vrf(), named.rest()));
            if (show.isJson()) {
                final JsonDocument document = show.document(client).array("decisions");
                document.add(List.of(decision));
                document.end();
            } else {
                show.print(RouteText.decision(decision));
            }
        }
    }

    private static Named named(final String command, final List<String> given) {
        final List<String> words = given == null ? List.of() : given;
        final boolean inVrf = !words.isEmpty() && words.getFirst().equals("vrf");
        final int before = inVrf ? 2 : 0;
        if (words.size() < before || words.size() > before + 1) {
            throw Words.wrong("show ip " + command + " " + String.join(" ", words) + ": write 'show ip " + command + " " + WORDS
                + (command.equals("route") ? " [PREFIX]'" : " ADDRESS'"));
        }
        return new Named(inVrf ? words.get(1) : VrfIntent.GLOBAL, words.size() > before ? words.getLast() : null);
    }

    ShowCommand show() {
        return show;
    }
}
