package io.swaplane.bgp.message;

import java.util.Arrays;
import java.util.List;

/** What a speaker can do, as it says in its OPEN message (RFC 5492). */
public sealed interface Capability {
    /** Its code. */
    int code();

    /** Routes of a family (RFC 4760). */
    record Multiprotocol(AfiSafi family) implements Capability {
        /** Capability code. */
        public static final int CODE = 1;

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Sends its routes again when asked (RFC 2918). */
    record RefreshesRoutes() implements Capability {
        /** Capability code. */
        public static final int CODE = 2;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * Next hops of another address family (RFC 8950).
     *
     * @param entries which; never empty.
     */
    record ExtendedNextHop(List<Entry> entries) implements Capability {
        /** Capability code. */
        public static final int CODE = 5;

        /** Copies the list. */
        public ExtendedNextHop {
            entries = List.copyOf(entries);
        }

        /**
         * Routes of a family whose next hop may be of another one.
         *
         * @param family of the routes.
         * @param nextHopAfi of the next hop.
         */
        public record Entry(AfiSafi family, int nextHopAfi) {
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Messages of up to 65535 octets (RFC 8654). */
    record ExtendedMessage() implements Capability {
        /** Capability code. */
        public static final int CODE = 6;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * Several labels on a prefix (RFC 8277 §2.1).
     *
     * @param entries of which families, and how many.
     */
    record MultipleLabels(List<Entry> entries) implements Capability {
        /** Capability code. */
        public static final int CODE = 8;
        /** As a count: any number. */
        public static final int NO_LIMIT = 255;

        /** Copies the list. */
        public MultipleLabels {
            entries = List.copyOf(entries);
        }

        /**
         * How many labels a prefix may have.
         *
         * @param family of the routes.
         * @param count 2 to 254, or {@link #NO_LIMIT}.
         */
        public record Entry(AfiSafi family, int count) {
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * Graceful restart (RFC 4724, RFC 8538).
     *
     * @param restarting the R bit: it has just restarted.
     * @param notification the N bit: a NOTIFICATION does not end it.
     * @param seconds how long its routes may be kept, 0 to 4095.
     * @param entries families that it keeps forwarding.
     */
    record GracefulRestart(boolean restarting, boolean notification, int seconds, List<Entry> entries) implements Capability {
        /** Capability code. */
        public static final int CODE = 64;

        /** Copies the list. */
        public GracefulRestart {
            entries = List.copyOf(entries);
        }

        /**
         * A family in it.
         *
         * @param family of the routes.
         * @param forwarding the F bit: the forwarding state has outlived the restart.
         */
        public record Entry(AfiSafi family, boolean forwarding) {
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * AS numbers of four octets (RFC 6793).
     *
     * @param as the speaker's own, 0 to 2^32 - 1.
     */
    record FourOctetAs(long as) implements Capability {
        /** Capability code. */
        public static final int CODE = 65;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * Several paths of a prefix (RFC 7911).
     *
     * @param entries of which families.
     */
    record AddPath(List<Entry> entries) implements Capability {
        /** Capability code. */
        public static final int CODE = 69;

        /** Copies the list. */
        public AddPath {
            entries = List.copyOf(entries);
        }

        /**
         * A family in it; one of neither direction says nothing.
         *
         * @param family of the routes.
         * @param receive whether the speaker takes several paths.
         * @param send whether it sends them.
         */
        public record Entry(AfiSafi family, boolean receive, boolean send) {
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Marks where a refresh of routes begins and ends (RFC 7313). */
    record EnhancedRefresh() implements Capability {
        /** Capability code. */
        public static final int CODE = 70;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * The speaker's name, for its peers' operators.
     *
     * @param host its name.
     * @param domain its domain; may be empty.
     */
    record HostName(String host, String domain) implements Capability {
        /** Capability code. */
        public static final int CODE = 73;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * Any other, and one whose value is not of the form that its code asks for: it is as if the speaker had not said it.
     *
     * @param code its code.
     * @param value at most 255 octets; not to be changed.
     */
    record Unknown(int code, byte[] value) implements Capability {
        @Override
        public boolean equals(final Object other) {
            return other instanceof final Unknown that && code == that.code && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * code + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Unknown[code=" + code + ", value=" + Octets.hex(value) + "]";
        }
    }
}
