package io.swaplane.control;

import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.LabelRange;
import io.swaplane.table.PayloadType;
import io.swaplane.table.PuntReason;
import java.util.Set;
import java.util.TreeSet;

/** The words of the special-purpose labels 0 to 15, the same in every label space (RFC 3032 §2.1, RFC 7274). */
final class SpecialLabelWords {
    private static final Set<Integer> DROPPABLE = Set.of(1, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15);

    private final SpecialLabels intent;
    private final Defaults defaults;

    SpecialLabelWords(final SpecialLabels intent, final Defaults defaults) {
        this.intent = intent;
        this.defaults = defaults;
        final Set<Integer> refused = new TreeSet<>(intent.dropped());
        refused.removeAll(DROPPABLE);
        if (!refused.isEmpty()) {
            throw new RefusedException("special-purpose labels " + refused + " cannot be dropped: only 1, 4-6 and 8-15");
        }
    }

    void program(final ForwardingTables tables, final int space) {
        for (int label = 0; label < LabelRange.FIRST_ORDINARY; label++) {
            tables.publishLabel(space, label, word(label));
        }
    }

    private long word(final int label) {
        final long word = operation(label);
        final boolean explicitNull = label == 0 || label == 2;
        final long withClass = ForwardingWord.withAcceptClass(word,
            explicitNull && !intent.explicitNullFromAnywhere() ? AcceptClass.CORE : AcceptClass.ROUTER);
        return ForwardingWord.withTcPipe(ForwardingWord.withTtlPipe(withClass, defaults.ttl() == Model.PIPE),
            defaults.tc() == Model.PIPE);
    }

    private long operation(final int label) {
        return switch (label) {
            case 0 -> ForwardingWord.lookup(PayloadType.IPV4, ForwardingTables.PLATFORM);
            case 1 -> puntOrDrop(label, PuntReason.ROUTER_ALERT);
            case 2 -> ForwardingWord.lookup(PayloadType.IPV6, ForwardingTables.PLATFORM);
            case Forwarding.IMPLICIT_NULL -> ForwardingWord.drop(DropReason.IMPLICIT_NULL);
            case 7 -> ForwardingWord.entropy(intent.entropyOnTop());
            case 13 -> puntOrDrop(label, PuntReason.GAL);
            case 14 -> puntOrDrop(label, PuntReason.OAM_ALERT);
            case 15 -> ForwardingWord.extension(intent.dropped().contains(label));
            default -> puntOrDrop(label, PuntReason.SPECIAL_LABEL);
        };
    }

    private long puntOrDrop(final int label, final PuntReason reason) {
        return intent.dropped().contains(label) ? ForwardingWord.drop(DropReason.SPECIAL_LABEL) : ForwardingWord.punt(reason);
    }
}
