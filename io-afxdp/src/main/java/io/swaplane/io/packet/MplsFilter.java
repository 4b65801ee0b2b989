package io.swaplane.io.packet;

import static io.swaplane.io.kernel.KernelAbi.SocketFilter.CODE;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.JUMP_EQUAL;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.JUMP_FALSE;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.JUMP_TRUE;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.LOAD_HALF;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.OPERAND;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.PROGRAM_FILTER;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.PROGRAM_LENGTH;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.PROGRAM_SIZE;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.RETURN;
import static io.swaplane.io.kernel.KernelAbi.SocketFilter.SIZE;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The socket filter that lets only MPLS through, in classic BPF: ethertype 0x8847 or 0x8848, also behind one or two VLAN tags.
 *
 * <p>A tag that the kernel has taken out of the frame is not there when the filter looks, so such frames match as if they came without
 * it. Loads beyond the frame's end refuse the frame.
 */
final class MplsFilter {
    private static final int TAGS = 2;
    /** Load, MPLS?, MPLS upstream?, VLAN?, service VLAN?; behind the last tag only the first three. */
    private static final int STEP = 5;
    private static final int LAST_STEP = 3;
    private static final int REFUSE = TAGS * STEP + LAST_STEP;
    private static final int ACCEPT = REFUSE + 1;
    private static final int INSTRUCTIONS = ACCEPT + 1;
    /** Bytes of an accepted frame that are kept: all. */
    private static final int WHOLE = 0x40000;

    private MplsFilter() {
    }

    /** Attaches it to a socket. */
    static void attach(final int fd, final String subject) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment code = arena.allocate((long) INSTRUCTIONS * SIZE, 8);
            assemble(code);
            final MemorySegment program = arena.allocate(PROGRAM_SIZE, 8);
            program.set(ValueLayout.JAVA_SHORT, PROGRAM_LENGTH, (short) INSTRUCTIONS);
            program.set(ValueLayout.JAVA_LONG, PROGRAM_FILTER, code.address());
            KernelException.check(LibC.setsockopt(fd, KernelAbi.SOL_SOCKET, KernelAbi.SO_ATTACH_FILTER, program.address(), PROGRAM_SIZE),
                "setsockopt SO_ATTACH_FILTER", subject);
        }
    }

    private static void assemble(final MemorySegment code) {
        for (int tag = 0; tag <= TAGS; tag++) {
            final int at = tag * STEP;
            final boolean last = tag == TAGS;
            put(code, at, LOAD_HALF, 0, 0, Ethernet.TYPE + tag * Ethernet.TAG_BYTES);
            jumpIfEqual(code, at + 1, Ethernet.MPLS, ACCEPT, at + 2);
            jumpIfEqual(code, at + 2, Ethernet.MPLS_UPSTREAM, ACCEPT, last ? REFUSE : at + 3);
            if (!last) {
                jumpIfEqual(code, at + 3, Ethernet.VLAN, at + STEP, at + 4);
                jumpIfEqual(code, at + 4, Ethernet.SERVICE_VLAN, at + STEP, REFUSE);
            }
        }
        put(code, REFUSE, RETURN, 0, 0, 0);
        put(code, ACCEPT, RETURN, 0, 0, WHOLE);
    }

    /** Jumps count from the next instruction. */
    private static void jumpIfEqual(final MemorySegment code, final int at, final int value, final int then, final int otherwise) {
        put(code, at, JUMP_EQUAL, then - at - 1, otherwise - at - 1, value);
    }

    private static void put(final MemorySegment code, final int at, final int operation, final int jumpTrue, final int jumpFalse,
                            final int operand) {
        final long to = (long) at * SIZE;
        code.set(ValueLayout.JAVA_SHORT, to + CODE, (short) operation);
        code.set(ValueLayout.JAVA_BYTE, to + JUMP_TRUE, (byte) jumpTrue);
        code.set(ValueLayout.JAVA_BYTE, to + JUMP_FALSE, (byte) jumpFalse);
        code.set(ValueLayout.JAVA_INT, to + OPERAND, operand);
    }
}
