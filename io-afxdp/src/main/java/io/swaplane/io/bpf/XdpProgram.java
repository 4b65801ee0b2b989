package io.swaplane.io.bpf;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An XDP program that the kernel's verifier has accepted. Attached links keep it alive after it is closed. Any thread may call. */
public final class XdpProgram implements AutoCloseable {
    /** How much longer than its input a test run's output may be. */
    private static final int OUTPUT_SLACK = 256;

    private final int fd;
    private final String name;
    private boolean open = true;

    private XdpProgram(final int fd, final String name) {
        this.fd = fd;
        this.name = name;
    }

    /** What a test run gave: the program's answer and the frame as the program left it. */
    public record Outcome(int verdict, byte[] frame) { }

    /**
     * Loads a program.
     *
     * @param code the program.
     * @param name up to 15 characters, shown by the system's tools.
     * @param fragments true when frames may span several buffers; needed for large MTUs, refused by old kernels.
     * @throws KernelException when the kernel refuses it, with the verifier's log.
     */
    public static XdpProgram load(final BpfCode code, final String name, final boolean fragments) throws KernelException {
        final ProgramLoader loader = new ProgramLoader(code, name, KernelAbi.Bpf.PROG_TYPE_XDP, KernelAbi.Bpf.XDP,
            fragments ? KernelAbi.Bpf.F_XDP_HAS_FRAGS : 0);
        return new XdpProgram(loader.load(), name);
    }

    /**
     * Attaches the program to an interface for as long as the link is open: the kernel closes it with the process, however that ends.
     *
     * @param interfaceIndex the interface in the calling thread's namespace.
     * @param generic true for the kernel's generic hook, false for the driver's own.
     */
    public BpfLink attach(final int interfaceIndex, final boolean generic) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final int result = new Attributes(arena).put(KernelAbi.Bpf.LINK_PROG_FD, fd)
                .put(KernelAbi.Bpf.LINK_TARGET_IFINDEX, interfaceIndex).put(KernelAbi.Bpf.LINK_ATTACH_TYPE, KernelAbi.Bpf.XDP)
                .put(KernelAbi.Bpf.LINK_FLAGS, generic ? KernelAbi.Bpf.XDP_FLAGS_SKB_MODE : KernelAbi.Bpf.XDP_FLAGS_DRV_MODE)
                .call(KernelAbi.Bpf.LINK_CREATE);
            return new BpfLink(KernelException.check(result, "bpf(LINK_CREATE)",
                (generic ? "generic" : "native") + " XDP of interface " + interfaceIndex));
        }
    }

    /** Runs the program once over a frame, as if it had just arrived, without sending it anywhere. */
    public Outcome test(final byte[] frame) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment output = arena.allocate(frame.length + OUTPUT_SLACK);
            final Attributes attributes = new Attributes(arena).put(KernelAbi.Bpf.TEST_FD, fd)
                .put(KernelAbi.Bpf.TEST_SIZE_IN, frame.length).put(KernelAbi.Bpf.TEST_SIZE_OUT, (int) output.byteSize())
                .put(KernelAbi.Bpf.TEST_DATA_IN, arena.allocateFrom(ValueLayout.JAVA_BYTE, frame))
                .put(KernelAbi.Bpf.TEST_DATA_OUT, output).put(KernelAbi.Bpf.TEST_REPEAT, 1);
            KernelException.check(attributes.call(KernelAbi.Bpf.PROG_TEST_RUN), "bpf(PROG_TEST_RUN)", "program " + name);
            final byte[] result = output.asSlice(0, attributes.getInt(KernelAbi.Bpf.TEST_SIZE_OUT)).toArray(ValueLayout.JAVA_BYTE);
            return new Outcome(attributes.getInt(KernelAbi.Bpf.TEST_RESULT), result);
        }
    }

    /**
     * Runs the program over {@code count} copies of a frame that then go where the program sends them. The kernel reuses its buffers as
     * receivers left them, so a program that counts on the frame's content writes it each time. Blocks until all are sent.
     *
     * @param interfaceIndex the interface on which the frames seem to arrive.
     */
    public void sendLive(final byte[] frame, final int count, final int batch, final int interfaceIndex) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment context = arena.allocate(KernelAbi.Bpf.MD_SIZE, Integer.BYTES);
            context.set(ValueLayout.JAVA_INT, KernelAbi.Bpf.MD_DATA_END, frame.length);
            context.set(ValueLayout.JAVA_INT, KernelAbi.Bpf.MD_INGRESS_IFINDEX, interfaceIndex);
            final int result = new Attributes(arena).put(KernelAbi.Bpf.TEST_FD, fd).put(KernelAbi.Bpf.TEST_SIZE_IN, frame.length)
                .put(KernelAbi.Bpf.TEST_DATA_IN, arena.allocateFrom(ValueLayout.JAVA_BYTE, frame))
                .put(KernelAbi.Bpf.TEST_REPEAT, count).put(KernelAbi.Bpf.TEST_CTX_SIZE_IN, KernelAbi.Bpf.MD_SIZE)
                .put(KernelAbi.Bpf.TEST_CTX_IN, context).put(KernelAbi.Bpf.TEST_FLAGS, KernelAbi.Bpf.F_TEST_XDP_LIVE_FRAMES)
                .put(KernelAbi.Bpf.TEST_BATCH_SIZE, batch).call(KernelAbi.Bpf.PROG_TEST_RUN);
            KernelException.check(result, "bpf(PROG_TEST_RUN)", "program " + name + " with live frames");
        }
    }

    /** Prepares runs over blank frames of at most this length; the program must stay open as long as they are used. */
    public LiveRun liveRun(final int maxLength) {
        return new LiveRun(fd, maxLength);
    }

    /** The program's descriptor. */
    public int fd() {
        return fd;
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            LibC.close(fd);
        }
    }
}
