package io.swaplane.control;

import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.NextHopGroupLayout;

/** Refuses next hops that cannot be, whatever others there are. Conductor only. */
final class NextHopRules {
    private final Topology topology;

    NextHopRules(final Topology topology) {
        this.topology = topology;
    }

    void check(final NextHopIntent intent) {
        final int index = intent.index();
        final String what = "next hop " + index + ": ";
        if (index < 1 || index >= ForwardingWord.FIELD_LIMIT) {
            throw new RefusedException(what + "its index must be 1 to " + (ForwardingWord.FIELD_LIMIT - 1));
        }
        for (final int label : intent.push()) {
            if (label < 0 || label >= IlmLayout.LABELS) {
                throw new RefusedException(what + "pushed label " + label + " must be 0 to " + (IlmLayout.LABELS - 1));
            }
            if (label == Forwarding.IMPLICIT_NULL) {
                throw new RefusedException(what + "label 3 (implicit null) is never on the wire and cannot be pushed: leave it out");
            }
        }
        switch (intent) {
            case NextHopIntent.Direct direct -> check(what, direct);
            case NextHopIntent.Recursive recursive -> {
                if (recursive.via() == null && recursive.peer() == null) {
                    throw new RefusedException(what + "it names neither a next hop nor a peer that resolves it");
                }
            }
            case NextHopIntent.Group group -> check(what, group);
            case NextHopIntent.Protected pair -> { }
        }
    }

    private static void check(final String what, final NextHopIntent.Group group) {
        if (group.legs().isEmpty() || group.legs().size() > NextHopGroupLayout.MAX_MEMBERS) {
            throw new RefusedException(what + group.legs().size() + " legs: must be 1 to " + NextHopGroupLayout.MAX_MEMBERS);
        }
        for (final NextHopIntent.Leg leg : group.legs()) {
            if (leg.weight() < 1 || leg.weight() > 255) {
                throw new RefusedException(what + "weight " + leg.weight() + " must be 1 to 255");
            }
        }
    }

    private void check(final String what, final NextHopIntent.Direct direct) {
        if (direct.neighbour() == null) {
            throw new RefusedException(what + "it names no neighbour on " + direct.interfaceName());
        }
        if (!topology.hasInterface(direct.interfaceName())) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, what + "there is no interface " + direct.interfaceName());
        }
        if (direct.pipeTtl() != null && (direct.pipeTtl() < 1 || direct.pipeTtl() > 255)) {
            throw new RefusedException(what + "pipe TTL " + direct.pipeTtl() + " must be 1 to 255");
        }
        if (direct.pipeTc() != null && (direct.pipeTc() < 0 || direct.pipeTc() > 7)) {
            throw new RefusedException(what + "pipe TC " + direct.pipeTc() + " must be 0 to 7");
        }
    }
}
