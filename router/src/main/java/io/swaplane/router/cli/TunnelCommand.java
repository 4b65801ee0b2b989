package io.swaplane.router.cli;

import io.swaplane.control.api.v1.DeleteTunnel;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.PutTunnel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swaplane tunnel}: tunnels of the running router. */
@Command(name = "tunnel", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = {"Add, replace and delete tunnels of the running router, which resolve next hops by their peers.",
        "They are gone after a restart; what is to stay belongs in the configuration."})
final class TunnelCommand extends ProgrammingCommand {
    @Command(mixinStandardHelpOptions = true, description = "Add a tunnel to a router, or replace the one that was added here.")
    int add(@Parameters(paramLabel = "ENDPOINT", description = "IP address of the router at its end.") final String endpoint,
            @Option(names = "--next-hop", required = true, paramLabel = "N", description = "Index of the next hop that leads into it.")
            final int nextHop,
            @Option(names = "--preference", defaultValue = "0", paramLabel = "N",
                description = "The lowest is used (default: ${DEFAULT-VALUE}).") final int preference,
            @Option(names = "--metric", defaultValue = "0", paramLabel = "N",
                description = "Decides between equal preferences (default: ${DEFAULT-VALUE}).") final int metric) {
        return program(Operation.newBuilder().setPutTunnel(PutTunnel.newBuilder().setEndpoint(endpoint)
            .setNextHop(nextHop).setPreference(preference).setMetric(metric)).build());
    }

    @Command(mixinStandardHelpOptions = true, description = "Delete the tunnel to a router that was added here.")
    int delete(@Parameters(paramLabel = "ENDPOINT", description = "IP address of the router at its end.") final String endpoint) {
        return program(Operation.newBuilder()
            .setDeleteTunnel(DeleteTunnel.newBuilder().setEndpoint(endpoint)).build());
    }
}
