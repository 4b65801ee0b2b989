package io.swaplane.io.bpf;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sends one frame many times out of an interface, from inside the kernel: the fastest way to load a virtual interface. An XDP program
 * is run over live frames and redirects each to the interface; before that it writes the head of the frame anew, because the kernel
 * reuses buffers as the receivers left them. The peer of a virtual interface must have an XDP program or generic receive offload on.
 * Any thread may send, in the interface's namespace.
 */
public final class LiveFrames implements AutoCloseable {
    /** Frames that go out together; at most 256. */
    private static final int BATCH = 64;
    /** How much of the frame is written anew, in words of 8 bytes. */
    private static final int HEAD_BYTES = 64;
    private static final int LABEL_SHIFT = 12;

    private final byte[] frame;
    private final int interfaceIndex;
    private final XdpProgram program;

    private LiveFrames(final byte[] frame, final int interfaceIndex, final XdpProgram program) {
        this.frame = frame;
        this.interfaceIndex = interfaceIndex;
        this.program = program;
    }

    /** A sender of this very frame. */
    public static LiveFrames of(final byte[] frame, final int interfaceIndex) throws KernelException {
        return labelled(frame, interfaceIndex, 0, 0);
    }

    /**
     * A sender of this frame with labels at random.
     *
     * @param frame the frame, whose label at {@code labelOffset} is the lowest one sent.
     * @param labelOffset where its label stack entry begins, within the first 60 bytes.
     * @param labels how many labels from there; a power of two, or 0 to leave the frame as it is.
     */
    public static LiveFrames labelled(final byte[] frame, final int interfaceIndex, final int labelOffset, final int labels)
        throws KernelException {
        if (Integer.bitCount(labels) > 1 || labels < 0 || labelOffset < 0 || labelOffset > HEAD_BYTES - Integer.BYTES) {
            throw new IllegalArgumentException(labels + " labels at " + labelOffset + ": a power of two, and within the head");
        }
        final BpfCode code = code(frame, interfaceIndex, labelOffset, labels);
        return new LiveFrames(frame.clone(), interfaceIndex, XdpProgram.load(code, "live_frames", false));
    }

    private static BpfCode code(final byte[] frame, final int interfaceIndex, final int labelOffset, final int labels) {
        final Label drop = new Label("drop");
        final int head = Math.min(HEAD_BYTES, frame.length & -Long.BYTES);
        final BpfAssembler program = new BpfAssembler().move(Register.R6, Register.R1);
        if (labels > 1) {
            final int first = ByteBuffer.wrap(frame).getInt(labelOffset);
            program.call(KernelAbi.Bpf.FUNC_GET_PRANDOM_U32)
                .alu64(Alu.AND, Register.R0, labels - 1)
                .alu64(Alu.SHIFT_LEFT, Register.R0, LABEL_SHIFT)
                .alu32(Alu.ADD, Register.R0, first)
                .toNetworkOrder(Register.R0, Integer.SIZE);
        }
        program.load(Width.WORD, Register.R2, Register.R6, KernelAbi.Bpf.MD_DATA)
            .load(Width.WORD, Register.R3, Register.R6, KernelAbi.Bpf.MD_DATA_END)
            .move(Register.R4, Register.R2)
            .alu64(Alu.ADD, Register.R4, head)
            .jumpIf(Condition.GREATER, Register.R4, Register.R3, drop);
        final ByteBuffer words = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < head; at += Long.BYTES) {
            program.loadConstant(Register.R5, words.getLong(at)).store(Width.DOUBLE, Register.R2, at, Register.R5);
        }
        if (labels > 1) {
            program.store(Width.WORD, Register.R2, labelOffset, Register.R0);
        }
        return program.move(Register.R1, interfaceIndex).move(Register.R2, 0).call(KernelAbi.Bpf.FUNC_REDIRECT).exit()
            .bind(drop).move(Register.R0, KernelAbi.Bpf.XDP_DROP).exit().assemble();
    }

    /**
     * Sends the frame that many times; returns when all are on their way or lost at a full receiver. A call takes tens of milliseconds
     * to prepare and to clean up: for a high rate send a million at a time.
     */
    public void send(final int count) throws KernelException {
        program.sendLive(frame, count, Math.min(BATCH, count), interfaceIndex);
    }

    /** The frame as it is sent, but for its label. */
    public byte[] frame() {
        return Arrays.copyOf(frame, frame.length);
    }

    @Override
    public void close() {
        program.close();
    }
}
