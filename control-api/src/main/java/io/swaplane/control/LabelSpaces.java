package io.swaplane.control;

import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.ForwardingTables;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and numbers of the label spaces: the platform's is 0, then come the interfaces' own, in the order of the intent, then context
 * label spaces (RFC 5331 §3) that come and go, up to {@link #CONTEXTS} of them. Conductor only.
 */
final class LabelSpaces {
    /** How many context label spaces there can be at a time. */
    static final int CONTEXTS = 64;
    /** Most label spaces: the number of each is part of the indices of its entries' own next hops. */
    static final int MOST = OwnHops.LABEL_SPACES;

    private final List<String> names = new ArrayList<>(List.of(LspIntent.PLATFORM));
    private final Map<String, Integer> numbers = new HashMap<>(Map.of(LspIntent.PLATFORM, ForwardingTables.PLATFORM));
    private int fixed = 1;
    /** Numbers of spaces that are gone, but that a worker may still hold. */
    private final BitSet resting = new BitSet();

    /** An interface's own label space, which never goes. Only before the first context label space. */
    void addFixed(final String name) {
        if (fixed + CONTEXTS == MOST) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "interface " + name + ": more than " + (MOST - CONTEXTS) + " label spaces");
        }
        numbers.put(name, fixed++);
        names.add(name);
    }

    /** How many there can ever be. */
    int most() {
        return fixed + CONTEXTS;
    }

    /** Gives a context label space its number. */
    int add(final String name) {
        int number = fixed;
        while (number < names.size() && names.get(number) != null || resting.get(number)) {
            number++;
        }
        if (number == most()) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "all " + CONTEXTS + " context label spaces are in use");
        }
        while (number >= names.size()) {
            names.add(null);
        }
        names.set(number, name);
        numbers.put(name, number);
        return number;
    }

    /** Takes a context label space out; its number rests until {@link #release}. */
    void remove(final int number) {
        numbers.remove(names.get(number));
        names.set(number, null);
        resting.set(number);
    }

    /** No worker can hold the number of a removed label space any more. */
    void release(final int number) {
        resting.clear(number);
    }

    /** The platform's or an interface's own. */
    boolean isFixed(final int number) {
        return number < fixed;
    }

    boolean exists(final int number) {
        return number >= 0 && number < names.size() && names.get(number) != null;
    }

    boolean exists(final String name) {
        return numbers.containsKey(name);
    }

    int number(final String name) {
        final Integer number = numbers.get(name);
        if (number == null) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no label space " + name);
        }
        return number;
    }

    /** The label space's name; null when there is none of that number. */
    String name(final int number) {
        return exists(number) ? names.get(number) : null;
    }

    /** One more than the highest number in use. */
    int limit() {
        return names.size();
    }
}
