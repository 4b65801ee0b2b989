package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/** One walk over a FIB's prefixes in order, from a start on. Conductor only. */
final class FibWalk {
    private final long startHigh;
    private final long startLow;
    private final int startLength;
    private final PrefixVisitor visitor;
    private NodeWriter nodes;
    private LeafTable leaves;
    private int deepest = Integer.MAX_VALUE;

    FibWalk(final long startHigh, final long startLow, final int startLength, final PrefixVisitor visitor) {
        this.startHigh = startHigh;
        this.startLow = startLow;
        this.startLength = startLength;
        this.visitor = visitor;
    }

    /** Leaves out prefixes that are longer than this, a multiple of six. */
    FibWalk upTo(final int length) {
        deepest = length;
        return this;
    }

    void walk(final Fib fib, final FibTable table) {
        nodes = table.nodes();
        leaves = table.leaves();
        if (show(0, 0, 0, fib.defaultLeaf())) {
            if (fib.direct() == null) {
                walkNode(fib.root(), 0, 0, 0);
            } else {
                walkRoot(fib.direct(), 1);
            }
        }
    }

    /** False when the visitor has had enough. */
    private boolean show(final long high, final long low, final int length, final int leaf) {
        if (leaf == 0) {
            return true;
        }
        final int order = compare(high, low);
        return order < 0 || order == 0 && length < startLength || visitor.visit(high, low, length, leaves.word(leaf));
    }

    private int compare(final long high, final long low) {
        return high == startHigh ? Long.compareUnsigned(low, startLow) : Long.compareUnsigned(high, startHigh);
    }

    /** Whether all of a prefix lies before the start. */
    private boolean isBefore(final long high, final long low, final int length) {
        final long lastHigh = length >= Long.SIZE ? high : high | -1L >>> length;
        final long lastLow = length <= Long.SIZE ? -1 : length == 2 * Long.SIZE ? low : low | -1L >>> length;
        return compare(lastHigh, lastLow) < 0;
    }

    private boolean walkRoot(final DirectRoot root, final int number) {
        final int length = PrefixBits.bits(number);
        final long high = length == 0 ? 0 : (long) number << Long.SIZE - length;
        if (isBefore(high, 0, length)) {
            return true;
        }
        if (length > 0 && !show(high, 0, length, root.leaf(number))) {
            return false;
        }
        if (length == root.bits()) {
            return walkNode(Memory.getInt(root.slot(high)), length, high, 0);
        }
        return length >= deepest || walkRoot(root, 2 * number) && walkRoot(root, 2 * number + 1);
    }

    private boolean walkNode(final int value, final int depth, final long high, final long low) {
        final long node = nodes.node(value);
        return !FibLayout.leadsOn(value) || depth >= deepest
            || walkWithin(node, depth, high, low, 2) && walkWithin(node, depth, high, low, 3);
    }

    private boolean walkWithin(final long node, final int depth, final long nodeHigh, final long nodeLow, final int number) {
        final int bits = PrefixBits.bits(number);
        final int length = depth + bits;
        final long entry = (long) PrefixBits.firstEntry(number) << Long.SIZE - FibLayout.STRIDE;
        final long high = depth < Long.SIZE ? nodeHigh | entry >>> depth : nodeHigh;
        final long low = depth >= Long.SIZE ? nodeLow | entry >>> depth
            : depth + FibLayout.STRIDE > Long.SIZE ? nodeLow | entry << Long.SIZE - depth : nodeLow;
        if (isBefore(high, low, Math.min(length, 2 * Long.SIZE))) {
            return true;
        }
        if (!show(high, low, length, PrefixBlocks.get(nodes.prefixes(node), number))) {
            return false;
        }
        if (bits < FibLayout.STRIDE) {
            return walkWithin(node, depth, nodeHigh, nodeLow, 2 * number) && walkWithin(node, depth, nodeHigh, nodeLow, 2 * number + 1);
        }
        return walkNode(Memory.getInt(FibLayout.slot(node, number - FibLayout.ENTRIES)), depth + FibLayout.STRIDE, high, low);
    }
}
