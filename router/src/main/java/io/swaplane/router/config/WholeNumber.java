package io.swaplane.router.config;

import java.util.regex.Pattern;

/** Whole numbers as a configuration writes them: decimal without leading zeros, or hexadecimal as {@code 0x1f}. */
final class WholeNumber {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0|[1-9][0-9]*)|0[xX][0-9a-fA-F]+");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_]+");

    private WholeNumber() {
    }

    /** The number, or null when the text is none or has more than 32 bits. */
    static Integer parse(final String text) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        try {
            return Integer.decode(text);
        } catch (final NumberFormatException tooLarge) {
            return null;
        }
    }

    static boolean isTooLarge(final String text) {
        return NUMBER.matcher(text).matches() && parse(text) == null;
    }

    static boolean isLeadingZero(final String text) {
        return LEADING_ZERO.matcher(text).matches();
    }
}
