package io.swaplane.fastpath;

import io.swaplane.memory.Memory;

/**
 * The ECMP hash of a labelled packet: its ordinary labels, or its entropy label alone (RFC 6790 §4.3), and the IP 5-tuple behind the
 * stack. Special-purpose labels never enter (RFC 6790 §4.3, RFC 7274 §3.1), nor do TC, S and TTL (RFC 7325 §2.4.5).
 *
 * <p>It begins with a number that is the router's own: were the hash the same everywhere, a router would get only such flows from the one
 * before it as all fall to one of its own legs.
 */
final class FlowHash {
    private static final long UNSEEDED = 0x9E3779B97F4A7C15L;
    private static final long MULTIPLIER = 0xFF51AFD7ED558CCDL;

    private FlowHash() {
    }

    /** Where all hashes of a router with this seed begin. */
    static long start(final int seed) {
        return seed == 0 ? UNSEEDED : mix(UNSEEDED, seed);
    }

    /**
     * Hashes a stack whose bottom is known to lie before {@code end}.
     *
     * @param start the router's {@link #start}.
     * @param stack address of the first LSE.
     * @param end address behind the frame's last octet.
     */
    static long of(final long start, final long stack, final long end, final boolean withIp) {
        long hash = start;
        long at = stack;
        int lse;
        do {
            lse = Memory.getIntBigEndian(at);
            at += Lse.BYTES;
            final int label = Lse.label(lse);
            if (label >= Lse.FIRST_ORDINARY) {
                hash = mix(hash, label);
            } else if (!Lse.bottom(lse)) {
                if (label == Lse.EXTENSION) {
                    lse = Memory.getIntBigEndian(at);
                    at += Lse.BYTES;
                    if (Lse.label(lse) != Lse.ENTROPY_LABEL_INDICATOR || Lse.bottom(lse)) {
                        continue;
                    }
                    return mix(start, Lse.label(Memory.getIntBigEndian(at)));
                }
                if (label == Lse.ENTROPY_LABEL_INDICATOR) {
                    return mix(start, Lse.label(Memory.getIntBigEndian(at)));
                }
            }
        } while (!Lse.bottom(lse));
        return withIp ? mixIp(hash, at, (int) (end - at)) : hash;
    }

    /** The hash of a packet that has no label: of its IP part alone. */
    static long ofIp(final long start, final long at, final int bytes) {
        return mixIp(start, at, bytes);
    }

    /** The same flow's hash for a next-hop group at this level. */
    static long atLevel(final long hash, final int level) {
        return mix(hash, level);
    }

    private static long mixIp(final long labels, final long at, final int bytes) {
        final int version = IpHeader.version(at, bytes);
        if (version == 4) {
            long hash = mix(labels, Memory.getIntBigEndian(at + 12));
            hash = mix(hash, Memory.getIntBigEndian(at + 16));
            final int protocol = Memory.getByte(at + 9) & 0xFF;
            hash = mix(hash, protocol);
            final int headerBytes = (Memory.getByte(at) & 0xF) << 2;
            final boolean fragment = (Memory.getUnsignedShortBigEndian(at + 6) & 0x3FFF) != 0;
            return hasPorts(protocol) && !fragment && headerBytes >= IpHeader.V4_BYTES && headerBytes + 4 <= bytes
                ? mix(hash, Memory.getIntBigEndian(at + headerBytes)) : hash;
        }
        if (version == 6) {
            long hash = labels;
            for (int i = 8; i < IpHeader.V6_BYTES; i += 4) {
                hash = mix(hash, Memory.getIntBigEndian(at + i));
            }
            final int next = Memory.getByte(at + 6) & 0xFF;
            hash = mix(hash, next);
            return hasPorts(next) && IpHeader.V6_BYTES + 4 <= bytes ? mix(hash, Memory.getIntBigEndian(at + IpHeader.V6_BYTES)) : hash;
        }
        return labels;
    }

    /** TCP, UDP and SCTP begin with both ports. */
    private static boolean hasPorts(final int protocol) {
        return protocol == 6 || protocol == 17 || protocol == 132;
    }

    private static long mix(final long hash, final int value) {
        final long mixed = (hash ^ value & 0xFFFF_FFFFL) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }
}
