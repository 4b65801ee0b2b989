package io.swaplane.io.xdp;

import io.swaplane.fastpath.Ethernet;
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
 * The XDP program of an MPLS port: MPLS frames, untagged or behind one or two VLAN tags, go to the AF_XDP socket of the queue on which
 * they arrived; every other frame goes on into the kernel as if nothing were attached. On a port with interfaces that take IP,
 * {@link IpSteering} parts their IP packets, and frames with more tags than two are not the kernel's: it would look behind priority tags.
 *
 * <p>What is to go to a socket on a queue that has none is dropped and counted. Passing MPLS on would be as harmless (the kernel would
 * find no route for it) but nobody would see that a queue is not served.
 *
 * <p>Registers: R6 is the context, R2 the frame's first byte, R3 its end, R5 the ethertype as it lies in memory.
 */
final class MplsSteering {
    /** Key of the counter of frames dropped for want of a socket. */
    static final int UNSERVED = 0;

    private static final int MAX_TAGS = 2;
    private static final int COUNTER_KEY = -4;

    private final BpfAssembler program = new BpfAssembler();
    private final Label pass = new Label("pass");
    private final Label socket = new Label("socket");
    private final Label done = new Label("done");
    private final IpSteering ip;

    private MplsSteering(final IpTraffic traffic, final HostAddresses host) {
        ip = traffic.isTaken() ? new IpSteering(program, traffic, host, socket, pass) : null;
    }

    /**
     * The program.
     *
     * @param sockets the sockets by queue.
     * @param counters per-CPU counters with at least the key {@link #UNSERVED}.
     * @param transmit the one that sends, which it is put behind, or null.
     * @param traffic the IP packets that are taken.
     * @param host addresses of the host; null when no IP is taken.
     */
    static BpfCode code(final BpfMap sockets, final BpfMap counters, final TransmitProgram transmit, final IpTraffic traffic,
                        final HostAddresses host) {
        final MplsSteering steering = new MplsSteering(traffic, host);
        if (transmit != null) {
            transmit.emit(steering.program);
        }
        return steering.steer(sockets, counters);
    }

    private BpfCode steer(final BpfMap sockets, final BpfMap counters) {
        classify();
        if (ip != null) {
            ip.emit();
        }
        toSocket(sockets);
        countUnserved(counters);
        passOn();
        return program.assemble();
    }

    private void classify() {
        program.move(Register.R6, Register.R1)
            .load(Width.WORD, Register.R2, Register.R6, KernelAbi.Bpf.MD_DATA)
            .load(Width.WORD, Register.R3, Register.R6, KernelAbi.Bpf.MD_DATA_END);
        for (int tags = 0; tags <= MAX_TAGS; tags++) {
            final Label tagged = new Label("tagged " + (tags + 1));
            final int type = Ethernet.TYPE + tags * Ethernet.TAG_BYTES;
            program.move(Register.R4, Register.R2)
                .alu64(Alu.ADD, Register.R4, type + 2)
                .jumpIf(Condition.GREATER, Register.R4, Register.R3, pass)
                .load(Width.HALF, Register.R5, Register.R2, type);
            when(Ethernet.MPLS, socket);
            when(Ethernet.MPLS_UPSTREAM, socket);
            if (tags < MAX_TAGS) {
                when(Ethernet.VLAN, tagged);
                when(Ethernet.SERVICE_VLAN, tagged);
            }
            if (ip != null) {
                if (tags == MAX_TAGS) {
                    when(Ethernet.VLAN, socket);
                    when(Ethernet.SERVICE_VLAN, socket);
                }
                ip.whenIp(tags);
            }
            program.jump(pass);
            if (tags < MAX_TAGS) {
                program.bind(tagged);
            }
        }
    }

    /** The machine is little-endian: the type as a 16-bit load sees it has its bytes swapped. */
    private void when(final int ethertype, final Label to) {
        program.jumpIf(Condition.EQUAL, Register.R5, Short.reverseBytes((short) ethertype) & 0xFFFF, to);
    }

    private void toSocket(final BpfMap sockets) {
        program.bind(socket)
            .loadMap(Register.R1, sockets)
            .load(Width.WORD, Register.R2, Register.R6, KernelAbi.Bpf.MD_RX_QUEUE_INDEX)
            .move(Register.R3, KernelAbi.Bpf.XDP_DROP)
            .call(KernelAbi.Bpf.FUNC_REDIRECT_MAP)
            .jumpIf(Condition.EQUAL, Register.R0, KernelAbi.Bpf.XDP_REDIRECT, done);
    }

    private void countUnserved(final BpfMap counters) {
        final Label dropped = new Label("dropped");
        program.store(Width.WORD, Register.R10, COUNTER_KEY, UNSERVED)
            .loadMap(Register.R1, counters)
            .move(Register.R2, Register.R10)
            .alu64(Alu.ADD, Register.R2, COUNTER_KEY)
            .call(KernelAbi.Bpf.FUNC_MAP_LOOKUP_ELEM)
            .jumpIf(Condition.EQUAL, Register.R0, 0, dropped)
            .load(Width.DOUBLE, Register.R1, Register.R0, 0)
            .alu64(Alu.ADD, Register.R1, 1)
            .store(Width.DOUBLE, Register.R0, 0, Register.R1)
            .bind(dropped)
            .move(Register.R0, KernelAbi.Bpf.XDP_DROP)
            .bind(done)
            .exit();
    }

    private void passOn() {
        program.bind(pass)
            .move(Register.R0, KernelAbi.Bpf.XDP_PASS)
            .exit();
    }
}
