package io.swaplane.control.label;

import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Origin;
import java.util.HashMap;
import java.util.Map;

/** One producer's bindings. Those with stale users stand before the others in {@link #live}, so that a sweep looks at no others. */
final class ProducerBindings {
    private final Map<BindingKey, Binding> byKey = new HashMap<>();
    private final BindingList live = new BindingList();
    private Origin own;

    /** Bindings with users. */
    BindingList live() {
        return live;
    }

    /** The binding of a key, in any stage; null when there is none. */
    Binding find(final BindingKey key) {
        return byKey.get(key);
    }

    void add(final Binding binding) {
        byKey.put(binding.key(), binding);
    }

    /** Under which the producer's entries are put: the same object for all its commands, as long as it keeps its name and preference. */
    Origin own(final Origin origin) {
        if (own == null || own.preference() != origin.preference() || !own.owner().equals(origin.owner())) {
            own = new Origin(LabelBindings.PRODUCER, 0, origin.owner(), origin.preference());
        }
        return own;
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    void forget(final Binding binding) {
        byKey.remove(binding.key());
    }
}
