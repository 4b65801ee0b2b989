package io.swaplane.control.label;

import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.Origin;

/**
 * A binding at one moment.
 *
 * @param label its in-label.
 * @param key what the label is for.
 * @param origin whose it is.
 * @param state {@code in use}, {@code released}, {@code withdrawn}, or {@code resting} when its entry is gone.
 * @param hasEntry true when packets with the label meet the binding's entry, also one that drops.
 * @param users how many users it has.
 */
public record BindingState(int label, BindingKey key, Origin origin, String state, boolean hasEntry, int users) {
    static BindingState of(final int label, final BindingStore store, final BindingKeys keys) {
        final BindingStage stage = store.stage(label);
        return new BindingState(label, keys.get(store.key(label)), store.origin(label), switch (stage) {
            case LIVE -> "in use";
            case RELEASED -> "released";
            case WITHDRAWN -> "withdrawn";
            case GONE -> "resting";
        }, stage != BindingStage.GONE, store.countUsers(label));
    }

    /** The key without its accept class, as in {@code route 10.0.0.0/8, vrf red}. */
    public String fec() {
        final String vrf = key.vrf() == null ? "" : "vrf " + key.vrf();
        return key.fec() instanceof Fec.WholeVrf ? vrf : key.fec() + (vrf.isEmpty() ? "" : ", " + vrf);
    }
}
