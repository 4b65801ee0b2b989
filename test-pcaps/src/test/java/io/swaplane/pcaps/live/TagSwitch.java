package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.RawSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A switch whose trunk is a wire and behind each of whose access ports is a host that knows of no tags: what a host sends goes to the
 * wire with its port's tag, and what comes from there with that tag to the host without. It stands for VLAN devices of the kernel, which
 * may have none.
 */
final class TagSwitch implements AutoCloseable {
    private static final int STEP_MILLIS = 50;
    private static final int TAG_AT = 12;
    private static final int TAG_BYTES = 4;
    private static final int TPID = 0x8100;
    private static final int VLAN_BITS = 0xFFF;

    private final Namespace place;
    private final String trunk;
    private final Map<Integer, RawSocket> ports = new ConcurrentHashMap<>();
    private final List<RawSocket> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    /** Its trunk is an interface of the namespace. */
    TagSwitch(final Namespace place, final String trunk) throws Exception {
        this.place = place;
        this.trunk = trunk;
        final RawSocket wire = socket(trunk);
        begin("trunk", () -> fromTrunk(wire.receive(STEP_MILLIS)));
    }

    /** Gives a host, by an interface {@link Site#WIRE} of its own, the access port of a VLAN. */
    void host(final Namespace host, final int vlan) throws Exception {
        final String port = "vlan" + vlan;
        Namespace.join(place, port, host, Site.WIRE);
        host.in(() -> {
            // Nobody behind the switch makes up for what a virtual interface leaves out.
            new NetDevice(Site.WIRE).setTransmitChecksumOffload(false);
            return host;
        });
        final RawSocket wire = socket(trunk);
        final RawSocket from = socket(port);
        ports.put(vlan, socket(port));
        begin(port, () -> {
            final byte[] frame = from.receive(STEP_MILLIS);
            if (frame != null) {
                wire.send(tagged(frame, vlan));
            }
        });
    }

    private RawSocket socket(final String device) throws Exception {
        final RawSocket socket = new RawSocket(place, device);
        sockets.add(socket);
        return socket;
    }

    /** What a thread does again and again. */
    @FunctionalInterface
    private interface Step {
        void run() throws KernelException;
    }

    private void begin(final String name, final Step step) {
        threads.add(Thread.ofPlatform().daemon().name("switch-" + name).start(() -> {
            try {
                while (running) {
                    step.run();
                }
            } catch (final KernelException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private void fromTrunk(final byte[] frame) throws KernelException {
        if (frame == null || frame.length < TAG_AT + TAG_BYTES) {
            return;
        }
        final ByteBuffer octets = ByteBuffer.wrap(frame);
        final RawSocket port = ports.get(octets.getShort(TAG_AT + 2) & VLAN_BITS);
        if (Short.toUnsignedInt(octets.getShort(TAG_AT)) == TPID && port != null) {
            final byte[] untagged = new byte[frame.length - TAG_BYTES];
            System.arraycopy(frame, 0, untagged, 0, TAG_AT);
            System.arraycopy(frame, TAG_AT + TAG_BYTES, untagged, TAG_AT, untagged.length - TAG_AT);
            port.send(untagged);
        }
    }

    private static byte[] tagged(final byte[] frame, final int vlan) {
        return ByteBuffer.allocate(frame.length + TAG_BYTES).put(frame, 0, TAG_AT).putShort((short) TPID).putShort((short) vlan)
            .put(frame, TAG_AT, frame.length - TAG_AT).array();
    }

    @Override
    public void close() {
        running = false;
        for (final Thread each : threads) {
            try {
                each.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        sockets.forEach(RawSocket::close);
    }
}
