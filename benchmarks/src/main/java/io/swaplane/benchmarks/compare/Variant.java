package io.swaplane.benchmarks.compare;

/** The shapes of the C reference; the ordinal is its index in {@code SHAPES} of {@code swap.c}. */
enum Variant {
    /** Each packet from beginning to end; for information. */
    ONE_PASS("one-pass", false),
    /** The same, fetching frames and ILM entries ahead in sub-batches of 16. */
    ONE_PASS_PREFETCH("one-pass-prefetch", true),
    /** Three loops over sub-batches of 64. */
    THREE_PASS("three-pass", true),
    /** The same, fetching ILM entries ahead from the first loop; for information: Java has no prefetch to ask for. */
    THREE_PASS_PREFETCH("three-pass-prefetch", false);

    private final String title;
    private final boolean yardstick;

    Variant(final String title, final boolean yardstick) {
        this.title = title;
        this.yardstick = yardstick;
    }

    /** The name in reports. */
    String title() {
        return title;
    }

    /** Whether ratios are taken to it when it is the fastest. */
    boolean isYardstick() {
        return yardstick;
    }
}
