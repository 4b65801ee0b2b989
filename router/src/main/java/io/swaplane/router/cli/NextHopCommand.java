package io.swaplane.router.cli;

import io.swaplane.control.api.v1.DeleteNextHop;
import io.swaplane.control.api.v1.Direct;
import io.swaplane.control.api.v1.Group;
import io.swaplane.control.api.v1.GroupLeg;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.Protected;
import io.swaplane.control.api.v1.PutNextHop;
import io.swaplane.control.api.v1.Recursive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code swaplane next-hop}: next hops of the running router. */
@Command(name = "next-hop", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = {"Add, replace and delete next hops of the running router.",
        "They are gone after a restart; what is to stay belongs in the configuration, whose next hops cannot be changed here."})
final class NextHopCommand extends ProgrammingCommand {
    @Command(mixinStandardHelpOptions = true, description = {"Add a next hop, or replace one that was added here; prints its index.",
        "Give one kind: --interface with --neighbour, --via, --peer, --group once for each leg, or --primary with --backup."})
    int add(@Option(names = "--index", defaultValue = "0", paramLabel = "N", description = "Its index (default: a free one).")
            final int index,
            @Option(names = "--interface", paramLabel = "NAME", description = "Egress interface.") final String on,
            @Option(names = "--neighbour", paramLabel = "IP", description = "Who is behind it.") final String neighbour,
            @Option(names = "--via", paramLabel = "N", description = "Index of the next hop that resolves it.") final Integer via,
            @Option(names = "--peer", paramLabel = "IP", description = "Whose address it stands for; resolved by it without --via.")
            final String peer,
            @Option(names = "--group", paramLabel = "LEG", description = "A leg, as in weight=2,next-hop=1.") final List<String> legs,
            @Option(names = "--primary", paramLabel = "N", description = "Index of the next hop that is used while its port is up.")
            final Integer primary,
            @Option(names = "--backup", paramLabel = "N", description = "Index of the one that is used else.") final Integer backup,
            @Option(names = "--push", paramLabel = "LABELS", description = "Labels to push, top of stack first, as in 16,17.")
            final String push) {
        final List<Integer> labels = Words.labels("--push", push);
        final List<PutNextHop.Builder> kinds = new ArrayList<>();
        if (on != null && neighbour != null) {
            kinds.add(PutNextHop.newBuilder()
                .setDirect(Direct.newBuilder().setInterface(on).setNeighbour(neighbour).addAllPush(labels)));
        }
        if (via != null || peer != null) {
            kinds.add(PutNextHop.newBuilder().setRecursive(recursive(via, peer).addAllPush(labels)));
        }
        if (legs != null) {
            kinds.add(PutNextHop.newBuilder()
                .setGroup(Group.newBuilder().addAllLegs(legs.stream().map(NextHopCommand::leg).toList())));
        }
        if (primary != null && backup != null) {
            kinds.add(PutNextHop.newBuilder().setProtected(Protected.newBuilder().setPrimary(primary).setBackup(backup)));
        }
        if (kinds.size() != 1 || (on == null) != (neighbour == null) || (primary == null) != (backup == null)) {
            throw new ParameterException(commandLine(), "give one of --interface with --neighbour, --via, --peer, --group, or "
                + "--primary with --backup");
        }
        if (!labels.isEmpty() && (legs != null || primary != null)) {
            throw new ParameterException(commandLine(), "--push is for --interface, --via and --peer");
        }
        return program(Operation.newBuilder().setPutNextHop(kinds.getFirst().setIndex(index)).build());
    }

    private static Recursive.Builder recursive(final Integer via, final String peer) {
        final Recursive.Builder recursive = Recursive.newBuilder();
        if (via != null) {
            recursive.setVia(via);
        }
        if (peer != null) {
            recursive.setPeer(peer);
        }
        return recursive;
    }

    private static GroupLeg leg(final String text) {
        final Map<String, String> keys = Words.keys("--group", text, Set.of("weight", "next-hop"));
        if (!keys.containsKey("next-hop")) {
            throw Words.wrong("--group " + text + ": give next-hop, as in weight=2,next-hop=1");
        }
        return GroupLeg.newBuilder().setWeight(Words.number("--group weight", keys.getOrDefault("weight", "1")))
            .setNextHop(Words.number("--group next-hop", keys.get("next-hop"))).build();
    }

    @Command(mixinStandardHelpOptions = true, description = "Delete a next hop that was added here, and that nothing leads to.")
    int delete(@Parameters(paramLabel = "N", description = "Its index.") final int index) {
        return program(Operation.newBuilder()
            .setDeleteNextHop(DeleteNextHop.newBuilder().setIndex(index)).build());
    }
}
