package io.swaplane.router.cli;

import io.swaplane.control.api.v1.LabelMode;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.PutVrf;
import io.swaplane.control.api.v1.RemoveVrf;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swaplane vrf}: VRFs of the running router. */
@Command(name = "vrf", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = {"Add, replace and delete VRFs of the running router.",
        "They are gone after a restart; what is to stay, and a VRF with interfaces, belongs in the configuration."})
final class VrfCommand extends ProgrammingCommand {
    @Command(mixinStandardHelpOptions = true, description = "Add a VRF, or replace one that was added here.")
    int add(@Parameters(paramLabel = "NAME", description = "Its name.") final String name,
            @Option(names = "--rd", paramLabel = "RD", description = "Route distinguisher, as in 65000:1.") final String distinguisher,
            @Option(names = "--import", paramLabel = "RT", description = "Route target of routes that come into it; once for each.")
            final List<String> imports,
            @Option(names = "--export", paramLabel = "RT", description = "Route target of its own routes; once for each.")
            final List<String> exports,
            @Option(names = "--label-mode", defaultValue = "per-vrf", paramLabel = "MODE",
                description = "per-vrf, per-next-hop or per-route (default: ${DEFAULT-VALUE}).") final String mode,
            @Option(names = "--label", paramLabel = "N", description = "Its label in mode per-vrf.") final Integer label) {
        final PutVrf.Builder put = PutVrf.newBuilder().setName(name).setLabelMode(mode(mode))
            .addAllImports(imports == null ? List.of() : imports).addAllExports(exports == null ? List.of() : exports);
        if (distinguisher != null) {
            put.setRouteDistinguisher(distinguisher);
        }
        if (label != null) {
            put.setLabel(label);
        }
        return program(Operation.newBuilder().setPutVrf(put).build());
    }

    private static LabelMode mode(final String text) {
        return switch (text) {
            case "per-vrf" -> LabelMode.LABEL_MODE_PER_VRF;
            case "per-next-hop" -> LabelMode.LABEL_MODE_PER_NEXT_HOP;
            case "per-route" -> LabelMode.LABEL_MODE_PER_ROUTE;
            default -> throw Words.wrong("--label-mode " + text + ": use per-vrf, per-next-hop or per-route");
        };
    }

    @Command(mixinStandardHelpOptions = true, description = "Delete a VRF that was added here.")
    int delete(@Parameters(paramLabel = "NAME", description = "Its name.") final String name) {
        return program(Operation.newBuilder().setRemoveVrf(RemoveVrf.newBuilder().setName(name)).build());
    }
}
