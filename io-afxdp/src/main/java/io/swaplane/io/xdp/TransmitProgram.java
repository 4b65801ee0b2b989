package io.swaplane.io.xdp;

import io.swaplane.io.bpf.Alu;
import io.swaplane.io.bpf.BpfAssembler;
import io.swaplane.io.bpf.BpfCode;
import io.swaplane.io.bpf.BpfMap;
import io.swaplane.io.bpf.Condition;
import io.swaplane.io.bpf.Label;
import io.swaplane.io.bpf.Register;
import io.swaplane.io.bpf.Width;
import io.swaplane.io.kernel.KernelAbi;

/**
 * The kernel's half of sending as XDP frames: of each blank frame of a run it makes the port's next frame and redirects it to the
 * interface. It stands in front of the steering program, as runs are cheap only for a program that is attached; blank frames are told from
 * received ones by the interface on which they seem to arrive, which is loopback.
 *
 * <p>What became of them only two tracepoints tell: {@link #sent} counts what the driver took, {@link #refused} takes note of what never
 * got that far. Both look only when frames of this port are under way on this CPU, and then nothing else can be: softirqs wait for the end
 * of a batch.
 */
final class TransmitProgram {
    /** The kernel's bulks of redirected frames: arguments are from, to, how many were sent, how many lost, error. */
    static final String SENT_TRACEPOINT = "xdp_devmap_xmit";
    /** A redirect that failed at once, as of an interface that is down. */
    static final String REFUSED_TRACEPOINT = "xdp_redirect_err";

    private static final int LOOPBACK = 1;
    private static final int ARGUMENT_SENT = 16;
    private static final int ARGUMENT_LOST = 24;

    private final BpfMap memory;
    private final BpfMap target;

    /**
     * A program.
     *
     * @param memory what it shares with the port: see {@link TransmitLayout}.
     * @param target the interface to send to, key 0.
     */
    TransmitProgram(final BpfMap memory, final BpfMap target) {
        this.memory = memory;
        this.target = target;
    }

    /** Adds the part that makes frames; it ends where a received frame goes on, with R1 still the context. Kept: R6 the context. */
    void emit(final BpfAssembler program) {
        final Label received = new Label("received");
        final Label drop = new Label("drop");
        final Label exit = new Label("exit");
        program.move(Register.R6, Register.R1)
            .load(Width.WORD, Register.R2, Register.R6, KernelAbi.Bpf.MD_INGRESS_IFINDEX)
            .jumpIf(Condition.NOT_EQUAL, Register.R2, LOOPBACK, received)
            .loadMapValue(Register.R7, memory);
        place(program, drop);
        final Label fits = new Label("fits");
        program.move(Register.R2, Register.R9)
            .load(Width.WORD, Register.R1, Register.R7, TransmitLayout.BLANK)
            .alu64(Alu.SUBTRACT, Register.R2, Register.R1)
            .jumpIf(Condition.EQUAL, Register.R2, 0, fits)
            .move(Register.R1, Register.R6)
            .call(KernelAbi.Bpf.FUNC_XDP_ADJUST_TAIL)
            .jumpIf(Condition.NOT_EQUAL, Register.R0, 0, drop)
            .bind(fits)
            .move(Register.R1, Register.R6)
            .move(Register.R2, 0)
            .move(Register.R3, Register.R7)
            .alu64(Alu.ADD, Register.R3, Register.R8)
            .alu64(Alu.ADD, Register.R3, TransmitLayout.FRAMES)
            .move(Register.R4, Register.R9)
            .call(KernelAbi.Bpf.FUNC_XDP_STORE_BYTES)
            .jumpIf(Condition.NOT_EQUAL, Register.R0, 0, drop)
            .loadMap(Register.R1, target)
            .move(Register.R2, 0)
            .move(Register.R3, KernelAbi.Bpf.XDP_DROP)
            .call(KernelAbi.Bpf.FUNC_REDIRECT_MAP)
            .jumpIf(Condition.NOT_EQUAL, Register.R0, KernelAbi.Bpf.XDP_REDIRECT, exit)
            .move(Register.R8, Register.R0)
            .load(Width.DOUBLE, Register.R1, Register.R7, TransmitLayout.UNDER_WAY)
            .alu64(Alu.ADD, Register.R1, 1)
            .store(Width.DOUBLE, Register.R7, TransmitLayout.UNDER_WAY, Register.R1)
            .call(KernelAbi.Bpf.FUNC_GET_SMP_PROCESSOR_ID)
            .store(Width.WORD, Register.R7, TransmitLayout.CPU, Register.R0)
            .move(Register.R0, Register.R8)
            .bind(exit)
            .exit()
            .bind(drop)
            .move(Register.R0, KernelAbi.Bpf.XDP_DROP)
            .exit()
            .bind(received);
    }

    /** Takes the next place: R8 becomes the frame's offset, R9 its length, both within bounds that the verifier can see. */
    private static void place(final BpfAssembler program, final Label drop) {
        program.load(Width.WORD, Register.R1, Register.R7, TransmitLayout.NEXT)
            .jumpIf(Condition.GREATER_OR_EQUAL, Register.R1, TransmitLayout.MAX_FRAMES, drop)
            .move(Register.R2, Register.R1)
            .alu64(Alu.ADD, Register.R2, 1)
            .store(Width.WORD, Register.R7, TransmitLayout.NEXT, Register.R2)
            .alu64(Alu.SHIFT_LEFT, Register.R1, TransmitLayout.PLACE_SHIFT)
            .alu64(Alu.ADD, Register.R1, Register.R7)
            .load(Width.WORD, Register.R8, Register.R1, TransmitLayout.PLACES)
            .load(Width.WORD, Register.R9, Register.R1, TransmitLayout.PLACES + TransmitLayout.PLACE_LENGTH)
            .alu64(Alu.AND, Register.R8, TransmitLayout.FRAME_BYTES - 1)
            .jumpIf(Condition.LESS, Register.R9, TransmitLayout.MIN_LENGTH, drop)
            .jumpIf(Condition.GREATER, Register.R9, TransmitLayout.MAX_LENGTH, drop);
    }

    /** The program at {@link #SENT_TRACEPOINT}. */
    BpfCode sent() {
        final BpfAssembler program = new BpfAssembler().move(Register.R6, Register.R1);
        final Label others = underWay(program);
        return program.load(Width.DOUBLE, Register.R1, Register.R6, ARGUMENT_SENT)
            .load(Width.DOUBLE, Register.R2, Register.R6, ARGUMENT_LOST)
            .load(Width.DOUBLE, Register.R3, Register.R7, TransmitLayout.SENT)
            .alu64(Alu.ADD, Register.R3, Register.R1)
            .store(Width.DOUBLE, Register.R7, TransmitLayout.SENT, Register.R3)
            .alu64(Alu.SUBTRACT, Register.R8, Register.R1)
            .alu64(Alu.SUBTRACT, Register.R8, Register.R2)
            .store(Width.DOUBLE, Register.R7, TransmitLayout.UNDER_WAY, Register.R8)
            .bind(others).move(Register.R0, 0).exit().assemble();
    }

    /** The program at {@link #REFUSED_TRACEPOINT}. */
    BpfCode refused() {
        final BpfAssembler program = new BpfAssembler();
        final Label others = underWay(program);
        return program.alu64(Alu.SUBTRACT, Register.R8, 1)
            .store(Width.DOUBLE, Register.R7, TransmitLayout.UNDER_WAY, Register.R8)
            .bind(others).move(Register.R0, 0).exit().assemble();
    }

    /** Goes on only while frames are under way on this CPU, with R7 the memory and R8 how many; returns where to jump else. */
    private Label underWay(final BpfAssembler program) {
        final Label others = new Label("others");
        program.loadMapValue(Register.R7, memory)
            .load(Width.DOUBLE, Register.R8, Register.R7, TransmitLayout.UNDER_WAY)
            .jumpIf(Condition.EQUAL, Register.R8, 0, others)
            .call(KernelAbi.Bpf.FUNC_GET_SMP_PROCESSOR_ID)
            .load(Width.WORD, Register.R1, Register.R7, TransmitLayout.CPU)
            .jumpIf(Condition.NOT_EQUAL, Register.R0, Register.R1, others);
        return others;
    }
}
