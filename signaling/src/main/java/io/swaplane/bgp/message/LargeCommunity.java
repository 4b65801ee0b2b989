package io.swaplane.bgp.message;

/**
 * A large community (RFC 8092).
 *
 * @param administrator an AS number.
 * @param first what it means by it, 32 bits.
 * @param second what it means by it, 32 bits.
 */
public record LargeCommunity(int administrator, int first, int second) {
    /** As in {@code 65000:1:2}. */
    @Override
    public String toString() {
        return Integer.toUnsignedString(administrator) + ":" + Integer.toUnsignedString(first) + ":" + Integer.toUnsignedString(second);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is none.
     */
    public static LargeCommunity parse(final String text) {
        if (!text.matches("[0-9]{1,10}:[0-9]{1,10}:[0-9]{1,10}")) {
            throw new IllegalArgumentException(text + " is no large community: write it as 65000:1:2");
        }
        final String[] numbers = text.split(":");
        return new LargeCommunity(Integer.parseUnsignedInt(numbers[0]), Integer.parseUnsignedInt(numbers[1]),
            Integer.parseUnsignedInt(numbers[2]));
    }
}
