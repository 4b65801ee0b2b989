package io.swaplane.pcaps.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.swaplane.control.Conductor;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packet path allocates nothing on the heap, whatever is done to a packet. Runs on the memory access of production. */
@Tag("unchecked")
class NoAllocationTest {
    private static final int PORTS = 4;
    private static final int BURST = 256;
    private static final int FRAMES_PER_PORT = 16 * BURST;
    private static final int CHUNK = 4096;
    private static final long WARM_UP = 4_000_000;
    private static final long MEASURED = 10_000_000;
    private static final long SEED = 3032;

    private final RouterIntent intent = RandomRouter.make(SEED);
    private final FrameStore store = new FrameStore(BURST, CHUNK);
    private final long[] burst = new long[BURST];
    private final long[][] templates = new long[PORTS][FRAMES_PER_PORT];

    @Test
    void shouldAllocateNothingForTenMillionPackets() {
        assertThat(Memory.CHECKED).isFalse();
        try (MappedRegion region = MappedRegion.reserve((long) PORTS * FRAMES_PER_PORT * CHUNK);
             Conductor conductor = new Conductor(intent, 1)) {
            makeTemplates(region.address());
            final PacketPort[] ports = new PacketPort[PORTS];
            Arrays.setAll(ports, port -> new FreeingPort(store));
            final Forwarder forwarder = new Forwarder(conductor.tables(), 0, store, ports, (frame, port, reason, about) -> {
                store.free(FrameRef.address(frame));
                return true;
            });
            forward(forwarder, WARM_UP);
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            threads.getCurrentThreadAllocatedBytes();
            final long before = threads.getCurrentThreadAllocatedBytes();
            forward(forwarder, MEASURED);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes allocated for %d packets", MEASURED).isZero();
            checkMixture(conductor);
        } finally {
            store.close();
        }
    }

    private void makeTemplates(final long memory) {
        final RandomFrames frames = new RandomFrames(intent, new SplittableRandom(SEED));
        long address = memory;
        for (int port = 0; port < PORTS; port++) {
            for (int i = 0; i < FRAMES_PER_PORT; i++) {
                final byte[] frame = frames.next(port);
                Memory.copyIn(frame, 0, address, frame.length);
                templates[port][i] = FrameRef.of(address, frame.length);
                address += CHUNK;
            }
        }
    }

    private void forward(final Forwarder forwarder, final long packets) {
        int from = 0;
        for (long done = 0; done < packets; done += PORTS * BURST) {
            for (int port = 0; port < PORTS; port++) {
                for (int i = 0; i < BURST; i++) {
                    final long template = templates[port][from + i];
                    final long address = store.allocate();
                    Memory.copy(FrameRef.address(template), address, FrameRef.length(template));
                    burst[i] = FrameRef.of(address, FrameRef.length(template));
                }
                forwarder.forward(port, burst, BURST);
            }
            from = (from + BURST) % FRAMES_PER_PORT;
        }
    }

    /** A measurement of nothing but drops would prove little. */
    private static void checkMixture(final Conductor conductor) {
        long sent = 0;
        long punted = 0;
        long dropped = 0;
        for (int port = 0; port < PORTS; port++) {
            sent += conductor.tables().portCounters(port).outPackets();
            for (final PuntReason reason : PuntReason.values()) {
                punted += conductor.tables().punts(port, reason);
            }
            for (final DropReason reason : DropReason.values()) {
                dropped += conductor.tables().drops(port, reason);
            }
        }
        assertThat(sent).isGreaterThan(MEASURED / 10);
        assertThat(punted).isGreaterThan(MEASURED / 20);
        assertThat(dropped).isGreaterThan(MEASURED / 20);
    }

    /** A port that sends nowhere. */
    private record FreeingPort(FrameStore store) implements PacketPort {
        @Override
        public int receive(final long[] frames, final int max) {
            return 0;
        }

        @Override
        public int transmit(final long[] frames, final int count) {
            for (int i = 0; i < count; i++) {
                store.free(FrameRef.address(frames[i]));
            }
            return count;
        }

        @Override
        public void flush() {
            // Frames are freed at once.
        }

        @Override
        public void close() {
            // The store is the test's.
        }
    }
}
