package io.swaplane.control.view;

import java.util.List;

/**
 * A label entry.
 *
 * @param label in-label.
 * @param labelSpace {@code platform label space} or {@code label space of INTERFACE}.
 * @param owner who made it.
 * @param spoofCheck from where it is valid: {@code router NAME}, {@code core}, {@code interface NAME},
 *     {@code neighbor ADDRESS on NAME} or {@code set NAME}.
 * @param actions one, or one per leg of a group.
 * @param statistics its counters.
 * @param fec what its label is bound to, as {@link BindingView#fec}; null for an entry that was put by its label.
 * @param bindingState as {@link BindingView#state}; null without a FEC.
 */
public record LabelView(int label, String labelSpace, String owner, String spoofCheck, List<ActionView> actions,
                        StatisticsView statistics, String fec, String bindingState) {
    /** An entry that was put by its label. */
    public LabelView(final int label, final String labelSpace, final String owner, final String spoofCheck,
                     final List<ActionView> actions, final StatisticsView statistics) {
        this(label, labelSpace, owner, spoofCheck, actions, statistics, null, null);
    }
}
