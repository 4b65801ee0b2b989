package io.swaplane.table.fib;

import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingWord;

/**
 * One FIB of one address family, as its writer sees it: prefixes and their forwarding words. Conductor only; readers look up with
 * {@link FibLookup}, and meet at any address the answer before or after a change, never another.
 *
 * <p>A prefix's address is a 128-bit key in two words, IPv4 in the upper 32 bits of {@code high} (see {@link #key}); bits behind its
 * length must be zero. A word is of any kind but {@link ForwardingWord#EMPTY}'s operation.
 *
 * <p>A change copies one node at most, and takes no time that grows with the FIB, but for prefixes that cover much: their leaves
 * are stored one by one. Memory that is missing is an answer, {@link #EXHAUSTED}, and nothing has changed then.
 */
public final class Fib {
    /** No memory, now: some may come back with the next {@link FibTable#endCycle} and grace period. No word is equal to it. */
    public static final long EXHAUSTED = 1;

    private final FibTable table;
    private final NodeWriter nodes;
    private final AddressFamily family;
    private final long slot;
    private DirectRoot direct;
    private long defaultWord;
    private int count;

    Fib(final FibTable table, final AddressFamily family, final long slot) {
        this.table = table;
        this.nodes = table.nodes();
        this.family = family;
        this.slot = slot;
    }

    /** The {@code high} word of an IPv4 address. */
    public static long key(final int address) {
        return (long) address << Integer.SIZE;
    }

    public AddressFamily family() {
        return family;
    }

    /** How many prefixes there are. */
    public int count() {
        return count;
    }

    private int rootBits() {
        return direct == null ? 0 : direct.bits();
    }

    private FibPath descend(final long high, final long low, final int length) {
        table.path().descend(direct == null ? slot : direct.slot(high), rootBits(), high, low, length);
        return table.path();
    }

    private void check(final long high, final long low, final int length) {
        final boolean clean = length >= 0 && length <= family.bits()
            && (length >= Long.SIZE || high << length == 0) && (length <= Long.SIZE ? low == 0 : low << length == 0 || length == 128);
        if (!clean) {
            throw new IllegalArgumentException("no " + family + " prefix: " + Long.toHexString(high) + " " + Long.toHexString(low) + "/"
                + length);
        }
    }

    /**
     * Adds a prefix, or gives it another word.
     *
     * @return the word it had, 0 when it is new, {@link #EXHAUSTED}.
     */
    public long put(final long high, final long low, final int length, final long word) {
        check(high, low, length);
        if (ForwardingWord.op(word) == 0) {
            throw new IllegalArgumentException("a route needs a forwarding word, not " + Long.toHexString(word));
        }
        final long before = length <= rootBits() ? putInRoot(high, length, word) : putInNode(high, low, length, word);
        if (before == 0) {
            count++;
            resize();
        }
        return before;
    }

    private long putInRoot(final long high, final int length, final long word) {
        final int number = DirectRoot.number(high, length);
        final long before = length == 0 ? defaultWord : direct.word(number);
        note(number, word);
        if (direct == null) {
            nodes.push(slot, word);
        } else {
            direct.push(nodes, number, word);
        }
        return before;
    }

    private void note(final int number, final long word) {
        if (number == 1) {
            defaultWord = word;
        }
        if (direct != null) {
            direct.note(number, word);
        }
    }

    private long putInNode(final long high, final long low, final int length, final long word) {
        final FibPath path = descend(high, low, length);
        final int home = home(length);
        if (!FibLayout.isAddress(path.end())) {
            // The nodes from here on, and for the last of them a prefix block; and what is copied to link them.
            return nodes.memory().hasRoom((home - path.depth()) / FibLayout.STRIDE + 3 + FibTable.KEPT_BLOCKS)
                ? putInNewNodes(path, high, low, length, word) : EXHAUSTED;
        }
        final int number = PrefixBits.number(FibLayout.entry(high, low, home), length - home);
        final long before = PrefixBlocks.get(NodeWriter.prefixes(path.end()), number);
        if (before != 0) {
            nodes.replace(path.slot(path.size()), number, word);
        } else if (nodes.memory().hasRoom(2 + FibTable.KEPT_BLOCKS)) {
            nodes.add(path.slot(path.size()), number, word);
        } else {
            return EXHAUSTED;
        }
        return before;
    }

    /** The depth of the node in which prefixes of this length end. */
    private static int home(final int length) {
        return (length - 1) / FibLayout.STRIDE * FibLayout.STRIDE;
    }

    private long putInNewNodes(final FibPath path, final long high, final long low, final int length, final long word) {
        final long inherited = path.end();
        int depth = home(length);
        long node = nodes.withPrefix(PrefixBits.number(FibLayout.entry(high, low, depth), length - depth), word, inherited);
        while (depth > path.depth()) {
            depth -= FibLayout.STRIDE;
            node = nodes.withChild(FibLayout.entry(high, low, depth), node, inherited);
        }
        final int last = path.size() - 1;
        if (last < 0) {
            Memory.putLongRelease(path.slot(0), node); // pairs with the reader's acquire load of the slot
        } else {
            nodes.link(path.slot(last), path.entry(last), node);
        }
        return 0;
    }

    /**
     * Takes a prefix out.
     *
     * @return the word it had, 0 when it was not there, {@link #EXHAUSTED}.
     */
    public long remove(final long high, final long low, final int length) {
        check(high, low, length);
        final long before = length <= rootBits() ? removeFromRoot(high, length) : removeFromNode(high, low, length);
        if (before != 0 && before != EXHAUSTED) {
            count--;
            resize();
        }
        return before;
    }

    private long removeFromRoot(final long high, final int length) {
        final int number = DirectRoot.number(high, length);
        final long before = length == 0 ? defaultWord : direct.word(number);
        if (before != 0) {
            note(number, 0);
            if (direct == null) {
                nodes.push(slot, 0);
            } else {
                direct.push(nodes, number, rootWord(direct.longest(number)));
            }
        }
        return before;
    }

    private long rootWord(final int number) {
        return number == 0 ? 0 : direct.word(number);
    }

    private long removeFromNode(final long high, final long low, final int length) {
        final FibPath path = descend(high, low, length);
        final long node = path.end();
        if (!FibLayout.isAddress(node)) {
            return 0;
        }
        final int home = home(length);
        final int number = PrefixBits.number(FibLayout.entry(high, low, home), length - home);
        final long before = PrefixBlocks.get(NodeWriter.prefixes(node), number);
        if (before == 0) {
            return 0;
        }
        if (!nodes.memory().hasRoom(2)) {
            return EXHAUSTED;
        }
        final long inherited = inherited(path, high);
        final long block = NodeWriter.prefixes(node);
        if (NodeWriter.children(node) == 0 && Long.bitCount(PrefixBlocks.shorts(block)) + Long.bitCount(PrefixBlocks.full(block)) == 1) {
            removeNodes(path, node, inherited);
        } else {
            nodes.remove(path.slot(path.size()), number, inherited);
        }
        return before;
    }

    /** The word of the longest prefix that holds all of the node at the path's end; 0 for none. */
    private long inherited(final FibPath path, final long high) {
        for (int i = path.size() - 1; i >= 0; i--) {
            final long block = NodeWriter.prefixes(path.node(i));
            final int number = PrefixBlocks.longest(block, PrefixBits.number(path.entry(i), FibLayout.STRIDE));
            if (number != 0) {
                return PrefixBlocks.get(block, number);
            }
        }
        return direct == null ? defaultWord : rootWord(direct.longest(DirectRoot.number(high, direct.bits())));
    }

    /** Takes out the node at the path's end, and those above it that would be left with nothing. */
    private void removeNodes(final FibPath path, final long node, final long inherited) {
        int last = path.size() - 1;
        while (last >= 0 && NodeWriter.prefixes(path.node(last)) == 0
            && NodeWriter.children(path.node(last)) == 1L << path.entry(last)) {
            last--;
        }
        if (last < 0) {
            Memory.putLongRelease(path.slot(0), inherited);
        } else {
            nodes.unlink(path.slot(last), path.entry(last), inherited);
        }
        for (int i = last + 1; i < path.size(); i++) {
            nodes.retire(path.node(i));
        }
        nodes.retire(node);
    }

    /** A prefix's own word, 0 when it is not there. */
    public long get(final long high, final long low, final int length) {
        check(high, low, length);
        if (length == 0) {
            return defaultWord;
        }
        if (length <= rootBits()) {
            return direct.word(DirectRoot.number(high, length));
        }
        final FibPath path = descend(high, low, length);
        final int home = home(length);
        return FibLayout.isAddress(path.end())
            ? PrefixBlocks.get(NodeWriter.prefixes(path.end()), PrefixBits.number(FibLayout.entry(high, low, home), length - home)) : 0;
    }

    /** The longest prefix that holds an address, null when there is none. */
    public FibMatch longestMatch(final long high, final long low) {
        final FibPath path = descend(high, low, family.bits());
        long node = path.end();
        for (int i = path.size(); i >= 0; i--) {
            if (FibLayout.isAddress(node)) {
                final int depth = i == path.size() ? path.depth() : rootBits() + i * FibLayout.STRIDE;
                final int entry = FibLayout.entry(high, low, depth);
                final int bits = Math.min(FibLayout.STRIDE, family.bits() - depth);
                final int number = PrefixBlocks.longest(NodeWriter.prefixes(node), PrefixBits.number(entry, bits));
                if (number != 0) {
                    return match(high, low, depth + PrefixBits.bits(number), PrefixBlocks.get(NodeWriter.prefixes(node), number));
                }
            }
            node = i == 0 ? 0 : path.node(i - 1);
        }
        final int number = direct == null ? 1 : direct.longest(DirectRoot.number(high, direct.bits()));
        final int length = number == 0 ? 0 : PrefixBits.bits(number);
        final long word = length == 0 ? defaultWord : direct.word(number);
        return word == 0 ? null : match(high, low, length, word);
    }

    private static FibMatch match(final long high, final long low, final int length, final long word) {
        return new FibMatch(length >= Long.SIZE ? high : high & ~(-1L >>> length),
            length <= Long.SIZE ? 0 : length == 2 * Long.SIZE ? low : low & ~(-1L >>> length), length, word);
    }

    /**
     * Shows prefixes to a visitor, by address and then by length, from this one on, until it has enough. To go on later, start from the
     * last one's address and its length plus one.
     *
     * @param length 0 to one more than an address has bits.
     */
    public void walk(final long high, final long low, final int length, final PrefixVisitor visitor) {
        new FibWalk(high, low, length, visitor).walk(this);
    }

    DirectRoot direct() {
        return direct;
    }

    long defaultWord() {
        return defaultWord;
    }

    long root() {
        return Memory.getLong(slot);
    }

    /** Takes all prefixes out; the time it takes grows with their number. */
    public void clear() {
        final long root = root();
        Memory.putLongRelease(slot, 0);
        if (direct == null) {
            nodes.retireAll(root, Integer.MAX_VALUE);
        } else {
            for (int value = 0; value < 1 << direct.bits(); value++) {
                nodes.retireAll(Memory.getLong(direct.slotOf(value)), Integer.MAX_VALUE);
            }
            table.retire(direct);
            direct = null;
        }
        defaultWord = 0;
        count = 0;
    }

    private void resize() {
        if (count == 0) {
            clear();
            return;
        }
        final int wanted = RootSize.wanted(table.limits(), count, rootBits());
        if (wanted != rootBits() && new RootSize(this, table).hasRoom(wanted)) {
            final DirectRoot old = direct;
            final long root = root();
            final DirectRoot larger = wanted == 0 ? null : new DirectRoot(wanted);
            final long newRoot = new RootSize(this, table).build(larger);
            direct = larger;
            Memory.putLongRelease(slot, newRoot); // pairs with the reader's acquire load
            retireRoot(old, root, wanted);
        }
    }

    /** Gives back the part of the trie that the new root stands for. */
    private void retireRoot(final DirectRoot old, final long root, final int bits) {
        if (old == null) {
            nodes.retireAll(root, bits / FibLayout.STRIDE);
            return;
        }
        if (bits > old.bits()) {
            for (int value = 0; value < 1 << old.bits(); value++) {
                nodes.retireAll(Memory.getLong(old.slotOf(value)), (bits - old.bits()) / FibLayout.STRIDE);
            }
        }
        table.retire(old);
    }
}
