package io.swaplane.control;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.PayloadType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Turns what is to be done with a label into its forwarding word, and into groups where it needs them. Conductor only. */
final class WordCompiler {
    private final Topology topology;
    private final NextHopGraph nextHops;
    private final Groups groups;
    private final Vrfs vrfs;
    private final Defaults defaults;

    WordCompiler(final Topology topology, final NextHopGraph nextHops, final Groups groups, final Vrfs vrfs, final Defaults defaults) {
        this.topology = topology;
        this.nextHops = nextHops;
        this.groups = groups;
        this.vrfs = vrfs;
        this.defaults = defaults;
    }

    static boolean isImplicitNull(final Action.Swap swap) {
        return swap.outLabel() == Forwarding.IMPLICIT_NULL;
    }

    /** Whether a leg sends a label in the place of the one that came. */
    static boolean replacesLabel(final Action.Forward leg) {
        return leg instanceof Action.Swap swap && !isImplicitNull(swap);
    }

    /** Every leg that ends at a next hop, in the action's order. */
    static List<Action.Forward> legs(final Action action) {
        return switch (action) {
            case Action.Forward forward -> List.of(forward);
            case Action.Protect pair -> List.of(pair.primary(), pair.backup());
            case Action.Ecmp ecmp -> ecmp.legs().stream().flatMap(leg -> legs(leg.action()).stream()).toList();
            case Action.Lookup lookup -> List.of();
            case Action.LookupVrf lookup -> List.of();
            case Action.Receive receive -> List.of();
            case Action.Drop drop -> List.of();
            case Action.Withdrawn withdrawn -> List.of();
        };
    }

    /**
     * Refuses what cannot be compiled.
     *
     * @param vrf the VRF from whose interfaces alone the label is valid: it leads to the backbone or stays in this VRF. Null for any other.
     */
    void check(final Action action, final String vrf) {
        switch (action) {
            case Action.Swap swap -> {
                if (swap.outLabel() < 0 || swap.outLabel() >= IlmLayout.LABELS) {
                    throw new RefusedException("out label " + swap.outLabel() + " must be 0 to " + (IlmLayout.LABELS - 1));
                }
                checkLeg(swap, vrf);
            }
            case Action.Forward forward -> checkLeg(forward, vrf);
            case Action.Lookup lookup -> {
                topology.labelSpace(lookup.labelSpace());
                if (vrf != null) {
                    throw new RefusedException("valid from VRF " + vrf + ", it cannot look up the next label: what has none would be"
                        + " routed in the global table");
                }
            }
            case Action.Protect pair -> {
                check(pair.primary(), vrf);
                check(pair.backup(), vrf);
            }
            case Action.Ecmp ecmp -> checkEcmp(ecmp, vrf);
            case Action.LookupVrf lookup -> {
                vrfs.get(lookup.vrf());
                if (vrf != null && !vrf.equals(lookup.vrf())) {
                    throw new RefusedException("valid from VRF " + vrf + ", it cannot lead into " + Vrfs.text(lookup.vrf()));
                }
            }
            case Action.Receive receive -> { }
            case Action.Drop drop -> { }
            case Action.Withdrawn withdrawn -> { }
        }
    }

    private void checkLeg(final Action.Forward leg, final String vrf) {
        nextHops.checkLeg(leg.nextHop(), replacesLabel(leg), vrf);
    }

    private void checkEcmp(final Action.Ecmp ecmp, final String vrf) {
        if (ecmp.legs().isEmpty() || ecmp.legs().size() > GroupLayout.MAX_BUCKETS) {
            throw new RefusedException(
                ecmp.legs().size() > GroupLayout.MAX_BUCKETS ? RefusalReason.TOO_LARGE : RefusalReason.INVALID,
                ecmp.legs().size() + " ECMP legs: must be 1 to " + GroupLayout.MAX_BUCKETS);
        }
        for (final Action.Leg leg : ecmp.legs()) {
            if (leg.weight() < 1 || leg.weight() > 255) {
                throw new RefusedException("weight " + leg.weight() + " must be 1 to 255");
            }
            if (!(leg.action() instanceof Action.Forward) && !(leg.action() instanceof Action.Protect)) {
                throw new RefusedException("an ECMP leg must swap, pop and forward, or be a protection pair");
            }
            check(leg.action(), vrf);
        }
    }

    /** The word of an entry with one next hop, without its accept class. See {@link Forwarding}. */
    long word(final long forwarding) {
        final int nextHop = Forwarding.nextHop(forwarding);
        final long word = switch (Forwarding.op(forwarding)) {
            case Forwarding.SWAP -> Forwarding.replacesLabel(forwarding) ? ForwardingWord.swap(Forwarding.outLabel(forwarding), nextHop)
                : ForwardingWord.php(PayloadType.IP, nextHop);
            case Forwarding.PHP -> ForwardingWord.php(Forwarding.payload(forwarding), nextHop);
            default -> ForwardingWord.pop(Forwarding.payload(forwarding), nextHop);
        };
        final boolean ttlPipe = Objects.requireNonNullElse(Forwarding.ttl(forwarding), defaults.ttl()) == Model.PIPE;
        final boolean tcPipe = Objects.requireNonNullElse(Forwarding.tc(forwarding), defaults.tc()) == Model.PIPE;
        return ForwardingWord.withTcPipe(ForwardingWord.withTtlPipe(word, ttlPipe), tcPipe);
    }

    /**
     * The label's word, without its accept class.
     *
     * @param vrf the VRF from whose interfaces alone it is valid, or null: there the host's packets are its.
     * @param made gets the ids of the groups that were made for it.
     * @throws RefusedException when no more groups can be made; those made are taken back.
     */
    long compile(final LspIntent lsp, final String vrf, final List<Integer> made) {
        final boolean ttlPipe = Objects.requireNonNullElse(lsp.ttl(), defaults.ttl()) == Model.PIPE;
        final boolean tcPipe = Objects.requireNonNullElse(lsp.tc(), defaults.tc()) == Model.PIPE;
        final List<Integer> groupIds = new ArrayList<>();
        try {
            final long word = lsp.action() instanceof Action.Receive && vrf != null
                ? models(ForwardingWord.receive(vrfs.get(vrf).number), ttlPipe, tcPipe) : compile(lsp.action(), ttlPipe, tcPipe, groupIds);
            made.addAll(groupIds);
            return word;
        } catch (final RefusedException e) {
            groups.discard(groupIds);
            throw e;
        }
    }

    private long compile(final Action action, final boolean ttlPipe, final boolean tcPipe, final List<Integer> made) {
        final long word = switch (action) {
            case Action.Swap swap -> isImplicitNull(swap) ? ForwardingWord.php(PayloadType.IP, swap.nextHop())
                : ForwardingWord.swap(swap.outLabel(), swap.nextHop());
            case Action.Php php -> ForwardingWord.php(php.payload(), php.nextHop());
            case Action.Pop pop -> ForwardingWord.pop(pop.payload(), pop.nextHop());
            case Action.Lookup lookup -> ForwardingWord.lookup(lookup.payload(), topology.labelSpace(lookup.labelSpace()));
            case Action.LookupVrf lookup -> ForwardingWord.vrf(lookup.payload(), vrfs.get(lookup.vrf()).number);
            case Action.Receive receive -> ForwardingWord.receive();
            case Action.Drop drop -> ForwardingWord.drop(DropReason.ADMINISTRATIVE);
            case Action.Withdrawn withdrawn -> ForwardingWord.drop(DropReason.WITHDRAWN);
            case Action.Protect pair -> {
                final long primary = compile(pair.primary(), ttlPipe, tcPipe, made);
                final int group = groups.protection(primary, compile(pair.backup(), ttlPipe, tcPipe, made));
                made.add(group);
                yield ForwardingWord.group(group);
            }
            case Action.Ecmp ecmp -> {
                final long[] words = new long[ecmp.legs().size()];
                for (int i = 0; i < words.length; i++) {
                    words[i] = compile(ecmp.legs().get(i).action(), ttlPipe, tcPipe, made);
                }
                final int[] weights = ecmp.legs().stream().mapToInt(Action.Leg::weight).toArray();
                final int group = groups.ecmp(words, weights, defaults.hashIpPayload());
                made.add(group);
                yield ForwardingWord.group(group);
            }
        };
        return models(word, ttlPipe, tcPipe);
    }

    private static long models(final long word, final boolean ttlPipe, final boolean tcPipe) {
        return ForwardingWord.withTcPipe(ForwardingWord.withTtlPipe(word, ttlPipe), tcPipe);
    }
}
