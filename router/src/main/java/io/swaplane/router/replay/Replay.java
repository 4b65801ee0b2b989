package io.swaplane.router.replay;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.RouterView;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.fastpath.PacketTracer;
import io.swaplane.io.pcap.Capture;
import io.swaplane.io.pcap.CapturePort;
import io.swaplane.io.pcap.CaptureSchedule;
import io.swaplane.io.pcap.PcapPuntSink;
import io.swaplane.table.DropReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A router on no threads at all: one worker forwards captures in the order of their time, and whoever calls is its thread.
 *
 * <p>The first pass writes what leaves and makes the counters that are shown; later passes discard what leaves and are only there to
 * be measured.
 */
public final class Replay implements AutoCloseable {
    private static final int WORKER = 0;
    private static final int BURST = 256;
    private static final int CHUNKS = 4 * BURST;
    private static final int SMALLEST_CHUNK = 2048;

    private final List<String> portNames;
    private final List<Capture> captures;
    private final CaptureSchedule schedule;
    private final Conductor conductor;
    private final FrameStore frames;
    private final CapturePort[] ports;
    private final PcapPuntSink punt;
    private final Forwarder forwarder;
    private final long[] burst = new long[BURST];

    /**
     * Programs a router.
     *
     * @param intent what it is asked to do.
     * @param inputs what comes in, by port name; closed with this.
     */
    public Replay(final RouterIntent intent, final Map<String, Capture> inputs) {
        portNames = intent.ports();
        captures = portNames.stream().map(port -> inputs.getOrDefault(port, Capture.of(List.of()))).toList();
        schedule = new CaptureSchedule(captures);
        conductor = new Conductor(intent, 1);
        final int longest = captures.stream().mapToInt(Capture::longestFrame).max().orElse(0);
        frames = new FrameStore(CHUNKS, Math.max(SMALLEST_CHUNK, Integer.highestOneBit(longest + FrameStore.HEADROOM - 1) << 1));
        ports = captures.stream().map(capture -> new CapturePort(frames, capture, null)).toArray(CapturePort[]::new);
        punt = new PcapPuntSink(frames, null);
        forwarder = new Forwarder(conductor.tables(), WORKER, frames, ports.clone(), punt);
        conductor.tables().epochs().online(WORKER);
    }

    /** How many packets one pass has. */
    public long packets() {
        return schedule.packets();
    }

    /**
     * The first pass: forwards every packet and writes what leaves.
     *
     * @param directory where {@code PORT.pcap} and {@code punt.pcap} go; it is there.
     * @param tracer watches every packet; null for none.
     * @param progress told how far it is.
     * @return the files that were written.
     * @throws java.io.UncheckedIOException when a file cannot be written.
     */
    public List<OutputFile> record(final Path directory, final PacketTracer tracer, final Progress progress) throws IOException {
        forwarder.tracer(tracer);
        try (OutputFiles files = new OutputFiles(directory, portNames)) {
            for (int port = 0; port < ports.length; port++) {
                ports[port].setWriter(files.port(port));
            }
            punt.setWriter(files.punt());
            pass(0, progress);
            return files.finish();
        } finally {
            for (final CapturePort port : ports) {
                port.setWriter(null);
            }
            punt.setWriter(null);
            forwarder.tracer(null);
        }
    }

    /** Takes a port down, or up again, before the next pass; all are up at first. */
    public void setPortState(final String port, final boolean up) {
        conductor.setPortState(port, up);
    }

    /** The router's state now. */
    public RouterView view() {
        return conductor.view();
    }

    /** Forwards everything again as often as asked, as fast as it goes, and discards what leaves. */
    public Measurement measure(final int repetitions, final Progress progress) {
        final long begin = System.nanoTime();
        for (int i = 0; i < repetitions; i++) {
            pass(i * schedule.packets(), progress);
        }
        return new Measurement(repetitions, repetitions * schedule.packets(), System.nanoTime() - begin);
    }

    /** The same for at least that long, once at least; for how long it takes to see many packets is not known beforehand. */
    public Measurement measureFor(final long nanoseconds) {
        final long begin = System.nanoTime();
        int repetitions = 0;
        do {
            pass(0, Progress.NONE);
            repetitions++;
        } while (schedule.packets() > 0 && repetitions < Integer.MAX_VALUE && System.nanoTime() - begin < nanoseconds);
        return new Measurement(repetitions, repetitions * schedule.packets(), System.nanoTime() - begin);
    }

    private void pass(final long before, final Progress progress) {
        long done = before;
        for (int run = 0; run < schedule.runs(); run++) {
            final int port = schedule.port(run);
            if (schedule.isSnapped(run)) {
                for (int i = schedule.from(run); i < schedule.to(run); i++) {
                    forwarder.countDrop(port, DropReason.SNAPPED);
                }
            } else {
                ports[port].offer(schedule.from(run), schedule.to(run));
                forward(port, done, progress);
            }
            done += schedule.to(run) - schedule.from(run);
        }
        progress.at(done);
    }

    private void forward(final int port, final long before, final Progress progress) {
        final PacketPort from = ports[port];
        long done = before;
        for (int count = from.receive(burst, BURST); count > 0; count = from.receive(burst, BURST)) {
            forwarder.forward(port, burst, count);
            conductor.tables().epochs().quiescent(WORKER);
            done += count;
            progress.at(done);
        }
    }

    @Override
    public void close() {
        conductor.tables().epochs().offline(WORKER);
        conductor.close();
        frames.close();
        captures.forEach(Capture::close);
    }
}
