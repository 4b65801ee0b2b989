package io.swaplane.router.cli;

import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.Host;
import io.swaplane.router.config.LiveConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code swaplane check}: reads configurations as {@code replay} or {@code run} would, and does nothing else. */
@Command(name = "check", mixinStandardHelpOptions = true,
    description = {"Check configuration files.", "Prints one line for each file that is good, and every problem of those that are not."})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Configuration files, YAML.")
    private List<Path> files;

    @Option(names = "--live", description = "As 'run' reads them: MAC addresses may be left for the host to say.")
    private boolean live;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        ExitCode code = ExitCode.OK;
        for (final Path file : files) {
            try {
                out.println(file + ": good: " + summary(ConfigFile.readLive(file, live ? Host.ANY : Host.NONE)));
            } catch (final ConfigException e) {
                Refusal.print(e, spec.commandLine().getErr());
                code = ExitCode.CONFIGURATION;
            }
        }
        return code.status();
    }

    private static String summary(final LiveConfiguration configuration) {
        final RouterIntent intent = configuration.intent();
        final BgpSettings bgp = configuration.bgp();
        return "router " + intent.name() + ", " + count(intent.interfaces().size(), "interface") + " on "
            + count(intent.ports().size(), "port") + ", " + count(intent.nextHops().size(), "next hop") + ", "
            + count(intent.lsps().size(), "label") + some(intent.routing().vrfs().size(), "VRF")
            + some(intent.routing().routes().size(), "route")
            + (bgp == null ? "" : ", AS " + bgp.as() + some(bgp.peers().size(), "BGP neighbor"));
    }

    private static String some(final int number, final String what) {
        return number == 0 ? "" : ", " + count(number, what);
    }

    private static String count(final int number, final String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
