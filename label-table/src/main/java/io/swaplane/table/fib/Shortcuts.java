package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/**
 * Gives one FIB its {@link Shortcut} when it is worth the memory, and keeps it as the trie is. Conductor only.
 *
 * <p>A FIB of few prefixes has one when that costs no more than the trie does; one of many prefixes always, as long as there is memory,
 * and one of very many for all addresses, so that it is not built anew for a prefix that lies outside.
 */
final class Shortcuts {
    /** Bytes that a prefix may cost in a FIB of few prefixes. */
    private static final int WORTH = 48;

    private final Fib fib;
    private final FibTable table;
    private final long slot;
    private Shortcut shortcut;
    /** With no shortcut, the number of prefixes from which on one is tried; with one, below which it is built anew. */
    private int next = 1;
    // What a walk over the prefixes tells.
    private int first;
    private int different;
    private int shortest;
    private int longest;
    private int seen;
    private int chunks;
    private int lastChunk;

    Shortcuts(final Fib fib, final FibTable table, final long slot) {
        this.fib = fib;
        this.table = table;
        this.slot = slot;
    }

    /** To be told of each change, once the trie has it. */
    void changed(final int address, final int length, final boolean removed) {
        if (length == 0) {
            return;
        }
        if (shortcut == null) {
            if (fib.count() >= next) {
                build();
            }
        } else if (!shortcut.fits(address, length) || fib.count() < next || shortcut.common() > 0 && fib.count() > table.limits().whole()) {
            build();
        } else if (!shortcut.refresh(fib.root(), fib.direct(), address, length, removed)) {
            drop();
        }
    }

    /** Takes the shortcut away. */
    void drop() {
        final Shortcut old = shortcut;
        shortcut = null;
        next = 2 * fib.count() + 1;
        Memory.putLongRelease(slot, 0);
        if (old != null) {
            old.retire(table);
        }
    }

    private void build() {
        final Shortcut old = shortcut;
        final Shortcut made = make();
        if (made == null || !made.refresh(fib.root(), fib.direct(), first, made.common(), false)) {
            drop();
            if (made != null) {
                made.retire(table);
            }
            return;
        }
        shortcut = made;
        next = fib.count() > table.limits().many() ? table.limits().many() / 2 : fib.count() / 2;
        Memory.putLongRelease(slot, made.address()); // pairs with the reader's acquire load
        if (old != null) {
            old.retire(table);
        }
    }

    private Shortcut make() {
        final int count = fib.count();
        if (count > table.limits().whole()) {
            first = 0;
            return Shortcut.make(table.shortcutMemory(), table.nodes(), 0, 0, Shortcut.CHUNKED);
        }
        look();
        final int common = Math.min(Math.min(Integer.numberOfLeadingZeros(different), shortest), Shortcut.DEEPEST);
        if (seen == 0) {
            return null;
        }
        first = common == 0 ? 0 : first & -1 << Integer.SIZE - common;
        final long most = count > table.limits().many() ? Long.MAX_VALUE : (long) WORTH * (count + 2);
        final int flat = Math.min(longest, Shortcut.DEEPEST);
        if (flat <= Shortcut.CHUNKED || common >= Shortcut.CHUNKED || Shortcut.bytes(flat - common) <= (long) WORTH * (count + 2)) {
            return Shortcut.bytes(flat - common) > most ? null
                : Shortcut.make(table.shortcutMemory(), table.nodes(), first, common, flat);
        }
        return Shortcut.bytes(Shortcut.CHUNKED - common) + 8L * Shortcut.CHUNK_WORDS * chunks > most ? null
            : Shortcut.make(table.shortcutMemory(), table.nodes(), first, common, Shortcut.CHUNKED);
    }

    private void look() {
        seen = 0;
        different = 0;
        shortest = Integer.SIZE;
        longest = 0;
        chunks = 0;
        lastChunk = -1;
        fib.walk(0, 0, 0, (high, low, length, word) -> {
            if (length > 0) {
                see((int) (high >>> Integer.SIZE), length);
            }
            return true;
        });
    }

    private void see(final int address, final int length) {
        first = seen == 0 ? address : first;
        different |= address ^ first;
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
        seen++;
        if (length > Shortcut.CHUNKED && address >>> Shortcut.CHUNKED != lastChunk) {
            chunks++;
            lastChunk = address >>> Shortcut.CHUNKED;
        }
    }
}
