package io.swaplane.pcaps.random;

import io.swaplane.control.Conductor;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;
import io.swaplane.table.PuntReason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Random packets through {@link OverlappingVrfs}; each one that leaves is held against the VRF that it came in by. */
final class LeakTraffic {
    private static final int BURST = 64;
    private static final int CHUNK = 2048;
    private static final int LENGTH_V4 = 28;
    private static final int LENGTH_V6 = 48;
    /** Of a packet that belongs to no VRF. */
    private static final int NONE = OverlappingVrfs.VRFS;
    private static final int MAY_LEAK = 0x100;

    private final SplittableRandom random;
    private final FrameStore store = new FrameStore(4 * BURST, CHUNK);
    private final Forwarder forwarder;
    private final Map<Integer, Integer> vrfByNumber = new HashMap<>();
    private final Map<Integer, Integer> vrfByInterface = new HashMap<>();
    private final long[] burst = new long[BURST];
    private long sent;
    private long leaked;
    private long viaCore;
    private long punted;

    LeakTraffic(final OverlappingVrfs router, final SplittableRandom random) {
        this.random = random;
        final Conductor conductor = router.conductor();
        for (int vrf = 0; vrf < OverlappingVrfs.VRFS; vrf++) {
            vrfByNumber.put(conductor.vrf("vrf" + vrf).orElseThrow().number(), vrf);
        }
        final PacketPort[] ports = new PacketPort[OverlappingVrfs.PORTS];
        Arrays.setAll(ports, CheckingPort::new);
        for (int port = 0; port < OverlappingVrfs.CUSTOMERS; port++) {
            vrfByInterface.put(conductor.interfaceNumber("p" + port), port / 2);
        }
        while (conductor.doWork() > 0) {
            // Leaks that are carried on step by step.
            Thread.onSpinWait();
        }
        forwarder = new Forwarder(conductor.tables(), 0, store, ports, this::punt);
    }

    /** Sends so many packets, and throws {@link AssertionError} at the first that leaks. */
    void run(final int packets) {
        try {
            for (int done = 0; done < packets; done += BURST) {
                final int port = random.nextInt(OverlappingVrfs.PORTS);
                for (int i = 0; i < BURST; i++) {
                    burst[i] = frame(port);
                }
                forwarder.forward(port, burst, BURST);
            }
        } finally {
            store.close();
        }
    }

    long sent() {
        return sent;
    }

    long leaked() {
        return leaked;
    }

    long viaCore() {
        return viaCore;
    }

    private long frame(final int port) {
        final long start = store.allocate();
        Memory.putLongBigEndian(start, OverlappingVrfs.mac(port).bits() << 16 | 0x0200);
        Memory.putIntBigEndian(start + 8, random.nextInt());
        final boolean six = random.nextInt(3) == 0;
        final boolean labelled = random.nextInt(10) < (port == OverlappingVrfs.CORE ? 9 : 3);
        final int label = labelled ? label() : 0;
        Memory.putShortBigEndian(start + 12, labelled ? 0x8847 : six ? 0x86DD : 0x0800);
        if (labelled) {
            Memory.putIntBigEndian(start + 14, label << 12 | 0x100 | 64);
        }
        final long ip = start + (labelled ? 18 : 14);
        final int site = random.nextInt(9);
        if (six) {
            putV6(ip, site);
        } else {
            putV4(ip, site);
        }
        final int vrf = port != OverlappingVrfs.CORE ? port / 2 : labelled ? vrfOf(label) : NONE;
        Memory.putLong(store.note(start), vrf | (vrf == OverlappingVrfs.IMPORTER && site == OverlappingVrfs.LEAKED ? MAY_LEAK : 0));
        return FrameRef.of(start, (int) (ip - start) + (six ? LENGTH_V6 : LENGTH_V4));
    }

    /** All kinds that there are, each VRF's, and others. */
    private int label() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> OverlappingVrfs.VRF_LABEL + random.nextInt(OverlappingVrfs.VRFS);
            case 2 -> OverlappingVrfs.CUSTOMER_LABEL + random.nextInt(OverlappingVrfs.CUSTOMERS);
            case 3, 4 -> OverlappingVrfs.POP_LABEL + random.nextInt(OverlappingVrfs.CUSTOMERS);
            case 5 -> OverlappingVrfs.VPN_LABEL + random.nextInt(OverlappingVrfs.VRFS);
            default -> random.nextInt(random.nextBoolean() ? 16 : 1 << 20);
        };
    }

    /** The VRF whose packets come from the core with a label. */
    private static int vrfOf(final int label) {
        if (label >= OverlappingVrfs.VRF_LABEL && label < OverlappingVrfs.VRF_LABEL + OverlappingVrfs.VRFS) {
            return label - OverlappingVrfs.VRF_LABEL;
        }
        final int customer = label - OverlappingVrfs.POP_LABEL;
        return customer >= 0 && customer < OverlappingVrfs.CUSTOMERS ? customer / 2 : NONE;
    }

    private void putV4(final long ip, final int site) {
        Memory.putIntBigEndian(ip, 0x4500_0000 | LENGTH_V4);
        Memory.putIntBigEndian(ip + 4, 0);
        Memory.putIntBigEndian(ip + 8, 0x4011_0000);
        Memory.putIntBigEndian(ip + 12, 10 << 24 | random.nextInt(5) << 16 | random.nextInt(1 << 16));
        Memory.putIntBigEndian(ip + 16, 10 << 24 | site << 16 | random.nextInt(3) << 8 | host());
        Memory.putLongBigEndian(ip + 20, random.nextLong());
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += Memory.getUnsignedShortBigEndian(ip + i);
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum = (sum & 0xFFFF) + (sum >>> 16);
        Memory.putShortBigEndian(ip + 10, ~sum & 0xFFFF);
    }

    private void putV6(final long ip, final int site) {
        Memory.putIntBigEndian(ip, 6 << 28);
        Memory.putIntBigEndian(ip + 4, LENGTH_V6 - 40 << 16 | 17 << 8 | 64);
        Memory.putLongBigEndian(ip + 8, 0x2001_0DB8_0000_0000L | random.nextInt(1 << 18));
        Memory.putLongBigEndian(ip + 16, random.nextLong());
        Memory.putLongBigEndian(ip + 24, 0x2001_0DB8_0000_0000L | (long) site << 16 | random.nextInt(3));
        Memory.putLongBigEndian(ip + 32, host());
        Memory.putLongBigEndian(ip + 40, random.nextLong());
    }

    private int host() {
        return random.nextInt(4) == 0 ? random.nextInt(256) : random.nextBoolean() ? 1 : 254;
    }

    private boolean punt(final long frame, final int port, final PuntReason reason, final int about) {
        final Integer host = switch (reason) {
            case RECEIVE -> vrfByNumber.get(about);
            case GLEAN -> vrfByInterface.get(about);
            default -> null;
        };
        if (host != null) {
            check(frame, host, "for the host, " + reason);
        }
        punted++;
        store.free(FrameRef.address(frame));
        return true;
    }

    private void check(final long frame, final int vrf, final String how) {
        final int note = (int) Memory.getLong(store.note(FrameRef.address(frame)));
        final int came = note & ~MAY_LEAK;
        if (came == vrf) {
            return;
        }
        if ((note & MAY_LEAK) == 0 || vrf != OverlappingVrfs.EXPORTER) {
            throw new AssertionError("a packet of " + (came == NONE ? "no VRF" : "vrf" + came) + " left as one of vrf" + vrf + ": " + how);
        }
        leaked++;
    }

    @Override
    public String toString() {
        return sent + " sent, " + viaCore + " of them with a VPN label, " + leaked + " by a configured leak; " + punted + " for the host";
    }

    /** Holds each packet against the port's VRF, or at the core port against its innermost label's. */
    private final class CheckingPort implements PacketPort {
        private final int port;

        CheckingPort(final int port) {
            this.port = port;
        }

        @Override
        public int receive(final long[] frames, final int max) {
            return 0;
        }

        @Override
        public int transmit(final long[] frames, final int count) {
            for (int i = 0; i < count; i++) {
                sent++;
                if (port == OverlappingVrfs.CORE) {
                    viaCore++;
                    check(frames[i], innermost(frames[i]) % 100, "label " + innermost(frames[i]));
                } else {
                    check(frames[i], port / 2, "port " + port);
                }
                store.free(FrameRef.address(frames[i]));
            }
            return count;
        }

        /** VPN labels are numbered by VRF from a hundred on. */
        private int innermost(final long frame) {
            long at = FrameRef.address(frame) + 14;
            while ((Memory.getIntBigEndian(at) & 0x100) == 0) {
                at += 4;
            }
            return Memory.getIntBigEndian(at) >>> 12;
        }

        @Override
        public void flush() {
            // Frames are freed at once.
        }

        @Override
        public void close() {
            // The store is the traffic's.
        }
    }
}
