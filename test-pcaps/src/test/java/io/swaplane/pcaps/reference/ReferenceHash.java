package io.swaplane.pcaps.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ECMP hash of docs/FORWARDING.md §4. Seeds are unsigned. */
final class ReferenceHash {
    private ReferenceHash() {
    }

    /** Hash of the packet whose label stack, which has a bottom, starts at {@code at}. */
    static long of(final long seed, final byte[] frame, final int at, final boolean withIpPayload) {
        return of(seed, inputs(frame, at, withIpPayload));
    }

    /** The same for a next-hop group: its level is one more input. */
    static long of(final long seed, final byte[] frame, final int at, final boolean withIpPayload, final int level) {
        final List<Long> inputs = new ArrayList<>(inputs(frame, at, withIpPayload));
        inputs.add((long) level);
        return of(seed, inputs);
    }

    /** Hash of a packet of this length that is routed. */
    static long ofIp(final long seed, final byte[] frame, final int at, final int length) {
        return of(seed, ipInputs(frame, at, length));
    }

    /** The same for a next-hop group: its level is one more input. */
    static long ofIp(final long seed, final byte[] frame, final int at, final int length, final int level) {
        final List<Long> inputs = ipInputs(frame, at, length);
        inputs.add((long) level);
        return of(seed, inputs);
    }

    private static List<Long> ipInputs(final byte[] frame, final int at, final int length) {
        final List<Long> inputs = new ArrayList<>();
        addIp(Arrays.copyOf(frame, at + length), at, inputs);
        return inputs;
    }

    private static long of(final long seed, final List<Long> inputs) {
        long hash = 0x9E3779B97F4A7C15L;
        if (seed != 0) {
            hash = mix(hash, seed);
        }
        for (final long input : inputs) {
            hash = mix(hash, input);
        }
        return hash;
    }

    private static long mix(final long hash, final long input) {
        final long mixed = (hash ^ input) * 0xFF51AFD7ED558CCDL;
        return mixed ^ mixed >>> 32;
    }

    private static List<Long> inputs(final byte[] frame, final int at, final boolean withIpPayload) {
        final List<Integer> stack = Bytes.stack(frame, at);
        final List<Long> inputs = new ArrayList<>();
        for (int i = 0; i < stack.size(); i++) {
            final int label = Bytes.label(frame, stack.get(i));
            final boolean bottom = i == stack.size() - 1;
            if (label == 7 && !bottom) {
                return List.of((long) Bytes.label(frame, stack.get(i + 1)));
            }
            if (label == 15 && !bottom) {
                if (Bytes.label(frame, stack.get(i + 1)) != 7) {
                    i++;
                }
            } else if (label >= 16) {
                inputs.add((long) label);
            }
        }
        if (withIpPayload) {
            addIp(frame, stack.getLast() + 4, inputs);
        }
        return inputs;
    }

    private static void addIp(final byte[] frame, final int ip, final List<Long> inputs) {
        final int version = Bytes.ipVersion(frame, ip);
        if (version == 4) {
            inputs.add(Bytes.u32(frame, ip + 12));
            inputs.add(Bytes.u32(frame, ip + 16));
            final int headerLength = (Bytes.u8(frame, ip) & 0xF) * 4;
            final boolean fragment = (Bytes.u16(frame, ip + 6) & 0x3FFF) != 0;
            addPorts(frame, Bytes.u8(frame, ip + 9), ip + headerLength, !fragment && headerLength >= 20, inputs);
        } else if (version == 6) {
            for (int word = 0; word < 8; word++) {
                inputs.add(Bytes.u32(frame, ip + 8 + 4 * word));
            }
            addPorts(frame, Bytes.u8(frame, ip + 6), ip + 40, true, inputs);
        }
    }

    private static void addPorts(final byte[] frame, final int protocol, final int at, final boolean usable,
                                 final List<Long> inputs) {
        inputs.add((long) protocol);
        if (usable && List.of(6, 17, 132).contains(protocol) && at + 4 <= frame.length) {
            inputs.add(Bytes.u32(frame, at));
        }
    }
}
