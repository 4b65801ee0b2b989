package io.swaplane.router.cli;

import io.swaplane.control.api.v1.DeleteLabel;
import io.swaplane.control.api.v1.Drop;
import io.swaplane.control.api.v1.Ecmp;
import io.swaplane.control.api.v1.LabelAction;
import io.swaplane.control.api.v1.Lookup;
import io.swaplane.control.api.v1.LookupVrf;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.Protect;
import io.swaplane.control.api.v1.PutLabel;
import io.swaplane.control.api.v1.Receive;
import io.swaplane.control.intent.LspIntent;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code swaplane lsp}: label entries of the running router. */
@Command(name = "lsp", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = {"Add, replace and delete label entries of the running router.",
        "They are gone after a restart; what is to stay belongs in the configuration, whose entries cannot be changed here."})
final class LspCommand extends ProgrammingCommand {
    @Command(mixinStandardHelpOptions = true, description = {"Add a label entry, or replace one that was added here.",
        "Give one thing to do, in the configuration's words: --swap, --php or --pop with --next-hop, --lookup, --lookup-vrf, --receive, "
            + "--drop, --ecmp once for each leg, or --primary with --backup."})
    int add(@Option(names = "--label", required = true, paramLabel = "N", description = "In-label, 16 to 1048575.") final int label,
            @Option(names = "--label-space", defaultValue = LspIntent.PLATFORM, paramLabel = "NAME",
                description = "Label space (default: ${DEFAULT-VALUE}).") final String labelSpace,
            @Option(names = "--next-hop", paramLabel = "N", description = "Index of the next hop.") final Integer nextHop,
            @Option(names = "--swap", paramLabel = "LABEL", description = "Replace the label; 3 pops.") final Integer swap,
            @Option(names = "--php", paramLabel = "PAYLOAD", description = "Pop as the last hop but one; ip, ipv4 or ipv6.")
            final String php,
            @Option(names = "--pop", paramLabel = "PAYLOAD", description = "Pop as the LSP's end, straight to the next hop.")
            final String pop,
            @Option(names = "--lookup", paramLabel = "SPACE", description = "Pop, and look the next label up in a label space.")
            final String lookup,
            @Option(names = "--lookup-vrf", paramLabel = "VRF", description = "Pop, and route the IP packet by a VRF.")
            final String vrf,
            @Option(names = "--payload", defaultValue = "ip", paramLabel = "PAYLOAD",
                description = "What bare IP behind a --lookup or --lookup-vrf is (default: ${DEFAULT-VALUE}).") final String payload,
            @Option(names = "--receive", description = "Pop; the rest is the host's.") final boolean receive,
            @Option(names = "--drop", description = "Discard.") final boolean drop,
            @Option(names = "--ecmp", paramLabel = "LEG", description = "A leg, as in weight=2,swap=200,next-hop=1.")
            final List<String> legs,
            @Option(names = "--primary", paramLabel = "PATH", description = "As in swap=300,next-hop=1.") final String primary,
            @Option(names = "--backup", paramLabel = "PATH", description = "The path while the primary's port is down.")
            final String backup,
            @Option(names = "--accept", defaultValue = "core", paramLabel = "FROM", description = "From where the label is valid: core, "
                + "router, interface=X, interface=X,neighbour=IP or set=NAME (default: ${DEFAULT-VALUE}).") final String accept,
            @Option(names = "--ttl-model", paramLabel = "MODEL", description = "uniform or pipe (default: the router's).")
            final String ttl,
            @Option(names = "--tc-model", paramLabel = "MODEL", description = "uniform or pipe (default: the router's).")
            final String tc) {
        final List<LabelAction.Builder> actions = new ArrayList<>();
        if (swap != null) {
            actions.add(LabelAction.newBuilder().setSwap(Words.swap(swap, needed(nextHop, "--swap"))));
        }
        if (php != null) {
            actions.add(LabelAction.newBuilder().setPhp(Words.pop("--php", php, needed(nextHop, "--php"))));
        }
        if (pop != null) {
            actions.add(LabelAction.newBuilder().setPop(Words.pop("--pop", pop, needed(nextHop, "--pop"))));
        }
        if (lookup != null) {
            actions.add(LabelAction.newBuilder()
                .setLookup(Lookup.newBuilder().setLabelSpace(lookup).setPayload(Words.payload("--payload", payload))));
        }
        if (vrf != null) {
            actions.add(LabelAction.newBuilder()
                .setLookupVrf(LookupVrf.newBuilder().setVrf(vrf).setPayload(Words.payload("--payload", payload))));
        }
        if (receive) {
            actions.add(LabelAction.newBuilder().setReceive(Receive.getDefaultInstance()));
        }
        if (drop) {
            actions.add(LabelAction.newBuilder().setDrop(Drop.getDefaultInstance()));
        }
        if (legs != null) {
            actions.add(LabelAction.newBuilder()
                .setEcmp(Ecmp.newBuilder().addAllLegs(legs.stream().map(each -> Words.leg("--ecmp", each)).toList())));
        }
        if (primary != null && backup != null) {
            actions.add(LabelAction.newBuilder().setProtect(Protect.newBuilder().setPrimary(Words.path("--primary", primary))
                .setBackup(Words.path("--backup", backup))));
        }
        if (actions.size() != 1 || (primary == null) != (backup == null)) {
            throw new ParameterException(commandLine(), "give one of --swap, --php, --pop, --lookup, --lookup-vrf, --receive, --drop, "
                + "--ecmp, or --primary with --backup");
        }
        return program(Operation.newBuilder().setPutLabel(PutLabel.newBuilder().setLabel(label)
            .setLabelSpace(labelSpace).setAccept(Words.accept(accept)).setAction(actions.getFirst())
            .setTtl(Words.model("--ttl-model", ttl)).setTc(Words.model("--tc-model", tc))).build());
    }

    private int needed(final Integer nextHop, final String option) {
        if (nextHop == null) {
            throw new ParameterException(commandLine(), option + " needs --next-hop");
        }
        return nextHop;
    }

    @Command(mixinStandardHelpOptions = true, description = "Delete a label entry that was added here.")
    int delete(@Option(names = "--label", required = true, paramLabel = "N", description = "In-label.") final int label,
               @Option(names = "--label-space", defaultValue = LspIntent.PLATFORM, paramLabel = "NAME",
                   description = "Label space (default: ${DEFAULT-VALUE}).") final String labelSpace) {
        return program(Operation.newBuilder()
            .setDeleteLabel(DeleteLabel.newBuilder().setLabel(label).setLabelSpace(labelSpace)).build());
    }
}
