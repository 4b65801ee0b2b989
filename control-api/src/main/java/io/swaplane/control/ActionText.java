package io.swaplane.control;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.table.AddressText;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.PayloadType;
import io.swaplane.table.PuntReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One line for what is done with a label, in JunosE's words. Conductor only. */
final class ActionText {
    private final Topology topology;
    private final NextHopGraph nextHops;

    ActionText(final Topology topology, final NextHopGraph nextHops) {
        this.topology = topology;
        this.nextHops = nextHops;
    }

    /** The line for an action that is no group. */
    String of(final Action action) {
        return switch (action) {
            case Action.Swap swap -> (WordCompiler.isImplicitNull(swap) ? pop("php", PayloadType.IP) : "swap to " + swap.outLabel())
                + egress(swap.nextHop());
            case Action.Php php -> pop("php", php.payload()) + egress(php.nextHop());
            case Action.Pop pop -> pop("egress", pop.payload()) + egress(pop.nextHop());
            case Action.Lookup lookup -> lookup(lookup.labelSpace(), lookup.payload());
            case Action.LookupVrf lookup -> "lookup in VRF " + lookup.vrf();
            case Action.Receive receive -> "receive";
            case Action.Drop drop -> "discard";
            case Action.Withdrawn withdrawn -> "discard withdrawn";
            case Action.Ecmp ecmp -> throw new IllegalArgumentException("an ECMP group has a line per leg");
            case Action.Protect pair -> throw new IllegalArgumentException("a protection pair has a line per leg");
        };
    }

    /** The line for a special-purpose label's word. */
    String ofSpecial(final long word) {
        final int code = ForwardingWord.outLabel(word);
        return switch (ForwardingWord.operation(word)) {
            case LOOKUP -> lookup(topology.labelSpaces().name(code), ForwardingWord.payloadType(word));
            case PUNT -> "punt " + PuntReason.of(code).label();
            case DROP -> "discard " + DropReason.of(code).label();
            case ENTROPY -> "skip entropy label";
            case EXTENSION -> (code == 0 ? "punt " + PuntReason.EXTENDED_SPECIAL.label() : "discard " + DropReason.SPECIAL_LABEL.label())
                + " unless label 7 follows";
            default -> throw new IllegalArgumentException(ForwardingWord.operation(word) + " is no special-purpose label's operation");
        };
    }

    private static String pop(final String role, final PayloadType payload) {
        return "pop (" + role + ", " + payload.label() + ")";
    }

    private static String lookup(final String space, final PayloadType payload) {
        return "lookup on inner header/label" + (space.equals(LspIntent.PLATFORM) ? "" : " in label space of " + space)
            + (payload == PayloadType.IP ? "" : " (" + payload.label() + ")");
    }

    /**
     * The labels pushed and where they leave, as far as there is one way. The neighbour goes without saying where a direct next hop pushes
     * nothing: it is the interface's own.
     */
    private String egress(final int nextHop) {
        final List<Integer> pushes = new ArrayList<>(nextHops.intent(nextHop).push());
        int last = nextHop;
        for (Integer each = nextHops.resolvedBy(last); each != null; each = nextHops.resolvedBy(last)) {
            last = each;
            pushes.addAll(0, nextHops.intent(each).push());
        }
        final String where = switch (nextHops.intent(last)) {
            case NextHopIntent.Direct direct -> "on " + direct.interfaceName()
                + (pushes.isEmpty() && last == nextHop ? "" : ", nbr " + AddressText.of(direct.neighbour()));
            case NextHopIntent.Recursive recursive -> nextHops.peers().way(recursive.peer()) instanceof Way.Neighbour neighbour
                ? "on " + neighbour.interfaceName() + ", nbr " + AddressText.of(neighbour.address())
                : "to peer " + AddressText.of(recursive.peer());
            case NextHopIntent.Group group -> "by MPLS next-hop " + last + ", group of " + group.legs().size();
            case NextHopIntent.Protected pair -> "by MPLS next-hop " + last + ", protected";
        };
        return ", " + (pushes.isEmpty() ? "" : "push " + pushes.stream().map(String::valueOf).collect(Collectors.joining(" ")) + " ")
            + where + (nextHops.isResolved(nextHop) ? "" : " (unresolved)");
    }
}
