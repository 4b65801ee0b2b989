package io.swaplane.router.cli;

import io.swaplane.control.api.v1.Drop;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.PutRoute;
import io.swaplane.control.api.v1.Receive;
import io.swaplane.control.api.v1.RemoveRoute;
import io.swaplane.control.api.v1.RouteAction;
import io.swaplane.control.api.v1.RouteEcmp;
import io.swaplane.control.api.v1.RouteForward;
import io.swaplane.control.api.v1.RouteLeg;
import io.swaplane.control.api.v1.RoutePath;
import io.swaplane.control.api.v1.RouteProtect;
import io.swaplane.control.intent.VrfIntent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code swaplane route}: routes of the running router. */
@Command(name = "route", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = {"Add, replace and delete routes of the running router's VRFs and of its global table.",
        "They are gone after a restart; what is to stay belongs in the configuration, whose routes cannot be changed here."})
final class RouteCommand extends ProgrammingCommand {
    private static final Set<String> PATH_KEYS = Set.of("label", "next-hop", "via");
    private static final Set<String> LEG_KEYS = Set.of("weight", "label", "next-hop", "via");

    @Command(mixinStandardHelpOptions = true, description = {"Add a route, or replace one that was added here.",
        "Give one thing to do, in the configuration's words: --next-hop with or without --label, --via, --receive, --drop, --ecmp once for "
            + "each leg, or --primary with --backup."})
    int add(@Parameters(paramLabel = "PREFIX", description = "To what, as in 10.0.0.0/8.") final String prefix,
            @Option(names = "--vrf", defaultValue = VrfIntent.GLOBAL, paramLabel = "NAME", description = "VRF (default: the global table).")
            final String vrf,
            @Option(names = "--next-hop", paramLabel = "N", description = "Index of the next hop.") final Integer nextHop,
            @Option(names = "--label", paramLabel = "N", description = "Label to push under the next hop's own.") final Integer label,
            @Option(names = "--via", paramLabel = "ADDRESS", description = "A gateway on a link of the VRF.") final String via,
            @Option(names = "--receive", description = "To the host.") final boolean receive,
            @Option(names = "--drop", description = "Discard.") final boolean drop,
            @Option(names = "--ecmp", paramLabel = "LEG", description = "A leg, as in weight=2,label=50,next-hop=1 or via=10.0.0.2.")
            final List<String> legs,
            @Option(names = "--primary", paramLabel = "PATH", description = "As in label=50,next-hop=1 or via=10.0.0.2.")
            final String primary,
            @Option(names = "--backup", paramLabel = "PATH", description = "The path while the primary's port is down.")
            final String backup,
            @Option(names = "--ttl-model", paramLabel = "MODEL", description = "uniform or pipe (default: the router's).")
            final String ttl,
            @Option(names = "--tc-model", paramLabel = "MODEL", description = "uniform or pipe (default: the router's).")
            final String tc) {
        final List<RouteAction.Builder> actions = new ArrayList<>();
        if (nextHop != null) {
            actions.add(RouteAction.newBuilder().setForward(forward(label, nextHop)));
        }
        if (via != null) {
            actions.add(RouteAction.newBuilder().setVia(via));
        }
        if (receive) {
            actions.add(RouteAction.newBuilder().setReceive(Receive.getDefaultInstance()));
        }
        if (drop) {
            actions.add(RouteAction.newBuilder().setDrop(Drop.getDefaultInstance()));
        }
        if (legs != null) {
            actions.add(RouteAction.newBuilder()
                .setEcmp(RouteEcmp.newBuilder().addAllLegs(legs.stream().map(each -> leg("--ecmp", each)).toList())));
        }
        if (primary != null && backup != null) {
            actions.add(RouteAction.newBuilder().setProtect(RouteProtect.newBuilder()
                .setPrimary(path("--primary", primary)).setBackup(path("--backup", backup))));
        }
        if (actions.size() != 1 || (primary == null) != (backup == null)) {
            throw new ParameterException(commandLine(),
                "give one of --next-hop, --via, --receive, --drop, --ecmp, or --primary with --backup");
        }
        if (label != null && nextHop == null) {
            throw new ParameterException(commandLine(), "--label needs --next-hop");
        }
        return program(Operation.newBuilder().setPutRoute(PutRoute.newBuilder().setVrf(vrf).setPrefix(prefix)
            .setAction(actions.getFirst()).setTtl(Words.model("--ttl-model", ttl)).setTc(Words.model("--tc-model", tc))).build());
    }

    private static RouteForward forward(final Integer label, final int nextHop) {
        final RouteForward.Builder forward = RouteForward.newBuilder().setNextHop(nextHop);
        if (label != null) {
            forward.setLabel(label);
        }
        return forward.build();
    }

    /** As in {@code weight=2,label=50,next-hop=1}. */
    private static RouteLeg leg(final String option, final String text) {
        final Map<String, String> keys = Words.keys(option, text, LEG_KEYS);
        final String weight = keys.remove("weight");
        return RouteLeg.newBuilder().setWeight(weight == null ? 1 : Words.number(option + " weight", weight))
            .setPath(path(option, text, keys)).build();
    }

    /** As in {@code label=50,next-hop=1} or {@code via=10.0.0.2}. */
    private static RoutePath path(final String option, final String text) {
        return path(option, text, Words.keys(option, text, PATH_KEYS));
    }

    private static RoutePath path(final String option, final String text, final Map<String, String> keys) {
        final String via = keys.get("via");
        if (keys.containsKey("next-hop") == (via != null) || via != null && keys.containsKey("label")) {
            throw Words.wrong(option + " " + text + ": give next-hop with or without label, or via, as in label=50,next-hop=1");
        }
        if (via != null) {
            return RoutePath.newBuilder().setVia(via).build();
        }
        final String label = keys.get("label");
        return RoutePath.newBuilder().setForward(forward(label == null ? null : Integer.valueOf(Words.number(option + " label", label)),
            Words.number(option + " next-hop", keys.get("next-hop")))).build();
    }

    @Command(mixinStandardHelpOptions = true, description = "Delete a route that was added here.")
    int delete(@Parameters(paramLabel = "PREFIX", description = "To what.") final String prefix,
               @Option(names = "--vrf", defaultValue = VrfIntent.GLOBAL, paramLabel = "NAME",
                   description = "VRF (default: the global table).") final String vrf) {
        return program(Operation.newBuilder()
            .setRemoveRoute(RemoveRoute.newBuilder().setVrf(vrf).setPrefix(prefix)).build());
    }
}
