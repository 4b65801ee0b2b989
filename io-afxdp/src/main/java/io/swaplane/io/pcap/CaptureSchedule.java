package io.swaplane.io.pcap;

import java.util.Arrays;
import java.util.List;

/**
 * The captures of several ports merged by time, as runs of consecutive packets of one port, which a replay can hand to the port at
 * once. Packets of the same time come in the order of their ports.
 *
 * <p>Packets of which only the beginning was captured are in runs of their own: they cannot be forwarded, only counted. Every packet
 * is in exactly one run. Immutable.
 */
public final class CaptureSchedule {
    private int[] ports = new int[16];
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private boolean[] snapped = new boolean[16];
    private int runs;
    private long packets;

    /**
     * Merges captures.
     *
     * @param captures one per port, in the order of the ports; an empty capture where nothing comes in.
     */
    public CaptureSchedule(final List<Capture> captures) {
        final int[] next = new int[captures.size()];
        for (int port = earliest(captures, next, -1); port >= 0; port = earliest(captures, next, -1)) {
            final Capture capture = captures.get(port);
            final int other = earliest(captures, next, port);
            final long bound = other < 0 ? Long.MAX_VALUE : captures.get(other).timestamp(next[other]);
            int end = next[port] + 1;
            while (end < capture.size() && (capture.timestamp(end) < bound || capture.timestamp(end) == bound && port < other)) {
                end++;
            }
            split(port, capture, next[port], end);
            next[port] = end;
        }
    }

    /** The port whose next packet is the earliest, {@code except} left out; -1 when none has any. */
    private static int earliest(final List<Capture> captures, final int[] next, final int except) {
        int earliest = -1;
        for (int port = 0; port < next.length; port++) {
            final Capture capture = captures.get(port);
            if (port != except && next[port] < capture.size()
                && (earliest < 0 || capture.timestamp(next[port]) < captures.get(earliest).timestamp(next[earliest]))) {
                earliest = port;
            }
        }
        return earliest;
    }

    private void split(final int port, final Capture capture, final int from, final int to) {
        int start = from;
        while (start < to) {
            final boolean isSnapped = capture.isSnapped(start);
            final int end = Math.min(to, capture.nextWhere(!isSnapped, start));
            add(port, start, end, isSnapped);
            start = end;
        }
    }

    private void add(final int port, final int from, final int to, final boolean isSnapped) {
        if (runs == ports.length) {
            ports = Arrays.copyOf(ports, 2 * runs);
            starts = Arrays.copyOf(starts, 2 * runs);
            ends = Arrays.copyOf(ends, 2 * runs);
            snapped = Arrays.copyOf(snapped, 2 * runs);
        }
        ports[runs] = port;
        starts[runs] = from;
        ends[runs] = to;
        snapped[runs] = isSnapped;
        runs++;
        packets += to - from;
    }

    /** How many runs. */
    public int runs() {
        return runs;
    }

    /** How many packets in all runs. */
    public long packets() {
        return packets;
    }

    /** A run's port: an index into the list of captures. */
    public int port(final int run) {
        return ports[run];
    }

    /** Index of a run's first packet in its capture. */
    public int from(final int run) {
        return starts[run];
    }

    /** One more than the index of its last packet. */
    public int to(final int run) {
        return ends[run];
    }

    /** True when the run's packets are snapped: to be counted as {@link io.swaplane.table.DropReason#SNAPPED} and not offered. */
    public boolean isSnapped(final int run) {
        return snapped[run];
    }
}
