package io.swaplane.table.fib;

/** Takes the prefixes of a {@link Fib} one by one. */
@FunctionalInterface
public interface PrefixVisitor {
    /**
     * One prefix; {@code high} and {@code low} as in {@link Fib}.
     *
     * @return whether to go on.
     */
    boolean visit(long high, long low, int length, long word);
}
