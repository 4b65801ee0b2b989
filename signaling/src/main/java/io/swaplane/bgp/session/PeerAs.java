package io.swaplane.bgp.session;

import io.swaplane.bgp.message.OpenMessage;

/** Which AS the peer may be of. */
public sealed interface PeerAs {
    /** The peer is of the speaker's own AS. */
    PeerAs INTERNAL = new Internal();
    /** The peer is of any other AS. */
    PeerAs EXTERNAL = new External();

    /** Whether a peer of this AS is accepted by a speaker of that one. */
    boolean accepts(long peer, long local);

    /** Whether peers are of the speaker's own AS. */
    boolean internal(long local);

    /** The peer is of this AS, 1 to 2^32 - 1. */
    static PeerAs of(final long number) {
        return new Number(number);
    }

    /** Whether this can be the AS of a speaker: not 0, 23456 or 2^32 - 1 (RFC 7607, RFC 6793, RFC 7300). */
    static boolean valid(final long number) {
        return number > 0 && number < 0xFFFF_FFFFL && number != OpenMessage.AS_TRANS;
    }

    /** One AS. */
    record Number(long number) implements PeerAs {
        @Override
        public boolean accepts(final long peer, final long local) {
            return peer == number;
        }

        @Override
        public boolean internal(final long local) {
            return number == local;
        }

        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /** The speaker's own. */
    record Internal() implements PeerAs {
        @Override
        public boolean accepts(final long peer, final long local) {
            return peer == local;
        }

        @Override
        public boolean internal(final long local) {
            return true;
        }

        @Override
        public String toString() {
            return "internal";
        }
    }

    /** Any other. */
    record External() implements PeerAs {
        @Override
        public boolean accepts(final long peer, final long local) {
            return peer != local && valid(peer);
        }

        @Override
        public boolean internal(final long local) {
            return false;
        }

        @Override
        public String toString() {
            return "external";
        }
    }
}
