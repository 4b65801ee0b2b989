package io.swaplane.bgp.message;

/** Standard communities (RFC 1997): the well-known ones, and how they are written. */
public final class Communities {
    /** RFC 8326. */
    public static final int GRACEFUL_SHUTDOWN = 0xFFFF_0000;
    /** RFC 9494. */
    public static final int LLGR_STALE = 0xFFFF_0006;
    /** RFC 9494. */
    public static final int NO_LLGR = 0xFFFF_0007;
    /** RFC 7999. */
    public static final int BLACKHOLE = 0xFFFF_029A;
    /** RFC 1997. */
    public static final int NO_EXPORT = 0xFFFF_FF01;
    /** RFC 1997. */
    public static final int NO_ADVERTISE = 0xFFFF_FF02;
    /** RFC 1997. */
    public static final int NO_EXPORT_SUBCONFED = 0xFFFF_FF03;
    /** RFC 3765. */
    public static final int NO_PEER = 0xFFFF_FF04;

    private Communities() {
    }

    /** As in {@code 65000:1} or {@code no-export}. */
    public static String text(final int community) {
        return switch (community) {
            case GRACEFUL_SHUTDOWN -> "graceful-shutdown";
            case LLGR_STALE -> "llgr-stale";
            case NO_LLGR -> "no-llgr";
            case BLACKHOLE -> "blackhole";
            case NO_EXPORT -> "no-export";
            case NO_ADVERTISE -> "no-advertise";
            case NO_EXPORT_SUBCONFED -> "local-as";
            case NO_PEER -> "no-peer";
            default -> (community >>> 16) + ":" + (community & 0xFFFF);
        };
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException when it is none.
     */
    public static int parse(final String text) {
        return switch (text) {
            case "graceful-shutdown" -> GRACEFUL_SHUTDOWN;
            case "llgr-stale" -> LLGR_STALE;
            case "no-llgr" -> NO_LLGR;
            case "blackhole" -> BLACKHOLE;
            case "no-export" -> NO_EXPORT;
            case "no-advertise" -> NO_ADVERTISE;
            case "local-as" -> NO_EXPORT_SUBCONFED;
            case "no-peer" -> NO_PEER;
            default -> numbers(text);
        };
    }

    private static int numbers(final String text) {
        if (!text.matches("[0-9]{1,5}:[0-9]{1,5}")) {
            throw new IllegalArgumentException(text + " is no community: write it as 65000:1");
        }
        final int colon = text.indexOf(':');
        final int first = Integer.parseInt(text.substring(0, colon));
        final int second = Integer.parseInt(text.substring(colon + 1));
        if (first > 0xFFFF || second > 0xFFFF) {
            throw new IllegalArgumentException(text + " is no community: both numbers must be at most 65535");
        }
        return first << 16 | second;
    }
}
