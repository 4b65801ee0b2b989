package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/**
 * One FIB of one address family, as its writer sees it: prefixes and their forwarding words. Conductor only; readers look up with
 * {@link FibLookup}, and meet at any address the answer before or after a change, never another.
 *
 * <p>A prefix's address is a 128-bit key in two words, IPv4 in the upper 32 bits of {@code high} (see {@link #key}); bits behind its
 * length must be zero. A word is a {@link io.swaplane.table.ForwardingWord} of any kind but the empty one.
 *
 * <p>A change copies one node at most, and takes no time that grows with the FIB, but for prefixes that cover much: their leaves
 * are stored one by one. Memory that is missing is an answer, {@link #EXHAUSTED}, and nothing has changed then.
 */
public final class Fib {
    /** No memory, now: some may come back with the next {@link FibTable#endCycle} and grace period. No word is equal to it. */
    public static final long EXHAUSTED = 1;

    /** What is no leaf, for {@link #EXHAUSTED}. */
    private static final int NO_ROOM = -1;

    private final FibTable table;
    private final NodeWriter nodes;
    private final AddressFamily family;
    private final long slot;
    private final long defaultSlot;
    /** IPv4's; null for IPv6. */
    private final Shortcuts shortcuts;
    private DirectRoot direct;
    private int defaultLeaf;
    private int count;

    /** An empty one, whose slots are at this address. */
    Fib(final FibTable table, final AddressFamily family, final long slots) {
        final boolean ipv4 = family == AddressFamily.IPV4;
        this.table = table;
        this.nodes = table.nodes();
        this.family = family;
        slot = slots + (ipv4 ? FibLayout.IPV4 : FibLayout.IPV6);
        defaultSlot = slots + (ipv4 ? FibLayout.IPV4_DEFAULT : FibLayout.IPV6_DEFAULT);
        shortcuts = ipv4 ? new Shortcuts(this, table, slots + FibLayout.SHORTCUT) : null;
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
        table.path().descend(nodes, direct == null ? slot : direct.slot(high), rootBits(), high, low, length);
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
        if (word == 0 || word == EXHAUSTED) {
            throw new IllegalArgumentException("a route needs a forwarding word, not " + Long.toHexString(word));
        }
        final int leaf = table.leaves().hold(word);
        final int before = leaf == 0 ? NO_ROOM : put(high, low, length, leaf);
        if (before == NO_ROOM) {
            if (leaf != 0) {
                table.leaves().release(leaf);
            }
            return EXHAUSTED;
        }
        if (before == 0) {
            count++;
            resize();
        }
        return end(high, length, before, false);
    }

    private int put(final long high, final long low, final int length, final int leaf) {
        if (length == 0) {
            return exchangeDefault(leaf);
        }
        return length <= rootBits() ? putInRoot(high, length, leaf) : putInNode(high, low, length, leaf);
    }

    private int exchangeDefault(final int leaf) {
        final int before = defaultLeaf;
        final long changes = Memory.getLong(defaultSlot) >>> Integer.SIZE;
        defaultLeaf = leaf;
        Memory.putLongRelease(defaultSlot, changes + 1 << Integer.SIZE | leaf); // pairs with the reader's acquire load
        return before;
    }

    /** Ends a change, and answers with the word of the leaf that the prefix had. */
    private long end(final long high, final int length, final int before, final boolean removed) {
        if (shortcuts != null) {
            shortcuts.changed((int) (high >>> Integer.SIZE), length, removed);
        }
        final long word = before == 0 ? 0 : giveUp(before);
        table.endChange();
        return word;
    }

    /** The word of a leaf that a prefix had. */
    private long giveUp(final int leaf) {
        final long word = table.leaves().word(leaf);
        table.leaves().release(leaf);
        return word;
    }

    private int putInRoot(final long high, final int length, final int leaf) {
        final int number = DirectRoot.number(high, length);
        final int before = direct.leaf(number);
        direct.note(number, leaf);
        direct.push(nodes, number, leaf);
        return before;
    }

    private int putInNode(final long high, final long low, final int length, final int leaf) {
        final FibPath path = descend(high, low, length);
        final int home = home(length);
        if (!FibLayout.leadsOn(path.end())) {
            // The nodes from here on, and for the last of them a prefix block; and what is copied to link them.
            return nodes.memory().hasRoom((home - path.depth()) / FibLayout.STRIDE + 3 + FibTable.KEPT_BLOCKS)
                ? putInNewNodes(path, high, low, length, leaf) : NO_ROOM;
        }
        final int number = PrefixBits.number(FibLayout.entry(high, low, home), length - home);
        final int before = PrefixBlocks.get(nodes.prefixes(nodes.node(path.end())), number);
        if (before != 0) {
            nodes.replace(path.slot(path.size()), number, leaf);
        } else if (nodes.memory().hasRoom(2 + FibTable.KEPT_BLOCKS)) {
            nodes.add(path.slot(path.size()), number, leaf);
        } else {
            return NO_ROOM;
        }
        return before;
    }

    /** The depth of the node in which prefixes of this length end. */
    private static int home(final int length) {
        return (length - 1) / FibLayout.STRIDE * FibLayout.STRIDE;
    }

    private int putInNewNodes(final FibPath path, final long high, final long low, final int length, final int leaf) {
        final int inherited = path.end();
        int depth = home(length);
        int node = nodes.withPrefix(PrefixBits.number(FibLayout.entry(high, low, depth), length - depth), leaf, inherited);
        while (depth > path.depth()) {
            depth -= FibLayout.STRIDE;
            node = nodes.withChild(FibLayout.entry(high, low, depth), node, inherited);
        }
        final int last = path.size() - 1;
        if (last < 0) {
            Memory.putIntRelease(path.slot(0), node); // pairs with the reader's acquire load of the slot
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
        final int before = take(high, low, length);
        if (before == NO_ROOM) {
            return EXHAUSTED;
        }
        if (before == 0) {
            return 0;
        }
        count--;
        resize();
        return end(high, length, before, true);
    }

    private int take(final long high, final long low, final int length) {
        if (length == 0) {
            return defaultLeaf == 0 ? 0 : exchangeDefault(0);
        }
        return length <= rootBits() ? removeFromRoot(high, length) : removeFromNode(high, low, length);
    }

    private int removeFromRoot(final long high, final int length) {
        final int number = DirectRoot.number(high, length);
        final int before = direct.leaf(number);
        if (before != 0) {
            direct.note(number, 0);
            direct.push(nodes, number, rootLeaf(direct.longest(number)));
        }
        return before;
    }

    private int rootLeaf(final int number) {
        return number == 0 ? 0 : direct.leaf(number);
    }

    private int removeFromNode(final long high, final long low, final int length) {
        final FibPath path = descend(high, low, length);
        if (!FibLayout.leadsOn(path.end())) {
            return 0;
        }
        final long node = nodes.node(path.end());
        final int home = home(length);
        final int number = PrefixBits.number(FibLayout.entry(high, low, home), length - home);
        final int before = PrefixBlocks.get(nodes.prefixes(node), number);
        if (before == 0) {
            return 0;
        }
        if (!nodes.memory().hasRoom(2)) {
            return NO_ROOM;
        }
        final int inherited = inherited(path, high);
        final long block = nodes.prefixes(node);
        if (NodeWriter.children(node) == 0 && Long.bitCount(PrefixBlocks.shorts(block)) + Long.bitCount(PrefixBlocks.full(block)) == 1) {
            removeNodes(path, node, inherited);
        } else {
            nodes.remove(path.slot(path.size()), number, inherited);
        }
        return before;
    }

    /** The leaf of the longest prefix that holds all of the node at the path's end; 0 for none, or the default route. */
    private int inherited(final FibPath path, final long high) {
        for (int i = path.size() - 1; i >= 0; i--) {
            final long block = nodes.prefixes(path.node(i));
            final int number = PrefixBlocks.longest(block, PrefixBits.number(path.entry(i), FibLayout.STRIDE));
            if (number != 0) {
                return PrefixBlocks.get(block, number);
            }
        }
        return direct == null ? 0 : rootLeaf(direct.longest(DirectRoot.number(high, direct.bits())));
    }

    /** Takes out the node at the path's end, and those above it that would be left with nothing. */
    private void removeNodes(final FibPath path, final long node, final int inherited) {
        int last = path.size() - 1;
        while (last >= 0 && nodes.prefixes(path.node(last)) == 0
            && NodeWriter.children(path.node(last)) == 1L << path.entry(last)) {
            last--;
        }
        if (last < 0) {
            Memory.putIntRelease(path.slot(0), inherited);
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
            return table.leaves().word(defaultLeaf);
        }
        if (length <= rootBits()) {
            return table.leaves().word(direct.leaf(DirectRoot.number(high, length)));
        }
        final FibPath path = descend(high, low, length);
        final int home = home(length);
        final int number = PrefixBits.number(FibLayout.entry(high, low, home), length - home);
        return FibLayout.leadsOn(path.end()) ? table.leaves().word(PrefixBlocks.get(nodes.prefixes(nodes.node(path.end())), number)) : 0;
    }

    /** The longest prefix that holds an address, null when there is none. */
    public FibMatch longestMatch(final long high, final long low) {
        final FibPath path = descend(high, low, family.bits());
        for (int i = path.size(); i >= 0; i--) {
            final long node = i < path.size() ? path.node(i) : FibLayout.leadsOn(path.end()) ? nodes.node(path.end()) : 0;
            final int depth = rootBits() + i * FibLayout.STRIDE;
            final long block = node == 0 ? 0 : nodes.prefixes(node);
            final int within = Math.min(FibLayout.STRIDE, family.bits() - depth);
            final int number = within > 0 ? PrefixBlocks.longest(block, PrefixBits.number(FibLayout.entry(high, low, depth), within)) : 0;
            if (number != 0) {
                return match(high, low, depth + PrefixBits.bits(number), PrefixBlocks.get(block, number));
            }
        }
        final int number = direct == null ? 0 : direct.longest(DirectRoot.number(high, direct.bits()));
        final int length = number == 0 ? 0 : PrefixBits.bits(number);
        final int leaf = number == 0 ? defaultLeaf : direct.leaf(number);
        return leaf == 0 ? null : match(high, low, length, leaf);
    }

    private FibMatch match(final long high, final long low, final int length, final int leaf) {
        return new FibMatch(length >= Long.SIZE ? high : high & ~(-1L >>> length),
            length <= Long.SIZE ? 0 : length == 2 * Long.SIZE ? low : low & ~(-1L >>> length), length,
            table.leaves().word(leaf));
    }

    /**
     * Shows prefixes to a visitor, by address and then by length, from this one on, until it has enough. To go on later, start from the
     * last one's address and its length plus one.
     *
     * @param length 0 to one more than an address has bits.
     */
    public void walk(final long high, final long low, final int length, final PrefixVisitor visitor) {
        new FibWalk(high, low, length, visitor).walk(this, table);
    }

    DirectRoot direct() {
        return direct;
    }

    int defaultLeaf() {
        return defaultLeaf;
    }

    int root() {
        return Memory.getInt(slot);
    }

    /** Takes all prefixes out; the time it takes grows with their number. */
    public void clear() {
        walk(0, 0, 0, (high, low, length, word) -> {
            table.leaves().release(table.leaves().leaf(word));
            return true;
        });
        takeOut();
        table.endChange();
    }

    private void takeOut() {
        count = 0;
        if (shortcuts != null) {
            shortcuts.drop();
        }
        if (defaultLeaf != 0) {
            exchangeDefault(0);
        }
        final int root = root();
        Memory.putIntRelease(slot, 0);
        if (direct == null) {
            nodes.retireAll(root, Integer.MAX_VALUE);
        } else {
            for (int value = 0; value < 1 << direct.bits(); value++) {
                nodes.retireAll(Memory.getInt(direct.slotOf(value)), Integer.MAX_VALUE);
            }
            table.retire(direct);
            direct = null;
        }
    }

    private void resize() {
        if (count == 0) {
            takeOut();
            return;
        }
        final int wanted = RootSize.wanted(table.limits(), count, rootBits());
        if (wanted == rootBits()) {
            return;
        }
        final RootSize size = new RootSize(this, table);
        final DirectRoot next = wanted == 0 || !size.hasRoom(wanted) ? null : DirectRoot.make(nodes.memory(), wanted);
        if (next != null || wanted == 0 && size.hasRoom(wanted)) {
            final DirectRoot old = direct;
            final int root = root();
            final int newRoot = size.build(next);
            direct = next;
            Memory.putIntRelease(slot, newRoot); // pairs with the reader's acquire load
            retireRoot(old, root, wanted);
        }
    }

    /** Gives back the part of the trie that the new root stands for. */
    private void retireRoot(final DirectRoot old, final int root, final int bits) {
        if (old == null) {
            nodes.retireAll(root, bits / FibLayout.STRIDE);
            return;
        }
        if (bits > old.bits()) {
            for (int value = 0; value < 1 << old.bits(); value++) {
                nodes.retireAll(Memory.getInt(old.slotOf(value)), (bits - old.bits()) / FibLayout.STRIDE);
            }
        }
        table.retire(old);
    }
}
