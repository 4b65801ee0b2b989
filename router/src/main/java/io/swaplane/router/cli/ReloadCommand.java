package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.ReloadSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code swaplane reload}: another configuration for the running router. */
@Command(name = "reload", mixinStandardHelpOptions = true,
    description = {"Make a configuration the running router's, or change nothing and say why.",
        "Neighbours, next hops, tunnels and label entries are added, changed and removed while forwarding goes on; everything else needs a "
            + "restart. 'swaplane diff' shows it first."})
final class ReloadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SocketOption socket;

    @Parameters(arity = "0..1", paramLabel = "CONFIG",
        description = "The configuration, YAML (default: the router reads the file that it was started with again).")
    private Path config;

    @Override
    public Integer call() {
        final ReloadSummary done;
        try (ControlClient client = RunningRouter.get(() -> new ControlClient(socket.path()))) {
            done = RunningRouter.get(() -> client.reload(GivenConfiguration.read(config)));
        }
        final PrintWriter err = spec.commandLine().getErr();
        if (!done.problems().isEmpty()) {
            Refusal.print(GivenConfiguration.name(config), done.problems(), err);
            return ExitCode.CONFIGURATION.status();
        }
        if (!done.isDone()) {
            done.restartNeeded().forEach(key -> err.println(key + ": restart needed"));
            if (done.refusal() != null) {
                err.println("refused, all is as it was: " + done.refusal());
            }
            done.leftOver().forEach(each -> err.println("but could not be taken back: " + each));
            return ExitCode.REFUSED.status();
        }
        spec.commandLine().getOut().println(done.added() + " added, " + done.removed() + " removed, " + done.changed() + " changed"
            + (done.drained() ? "; packets by what changed were dropped meanwhile" : ""));
        return ExitCode.OK.status();
    }
}
