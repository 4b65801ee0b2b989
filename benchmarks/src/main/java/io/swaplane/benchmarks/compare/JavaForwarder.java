package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.LoopPort;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.table.ForwardingTables;

/** Swaplane's forwarder, with a wire in memory from egress to ingress. */
final class JavaForwarder implements SwapContestant {
    private static final int BURST = 256;

    private final long[] frames;
    private final int ingress;
    private final LoopPort wire;
    private final Forwarder forwarder;
    private final long[] burst = new long[BURST];

    JavaForwarder(final ForwardingTables tables, final FrameStore store, final long[] frames, final int ingress) {
        this.frames = frames;
        this.ingress = ingress;
        wire = new LoopPort(frames.length);
        // A punt would take its frame off the wire: refused, it is dropped and counted, and the counters no longer agree.
        forwarder = new Forwarder(tables, 0, store, new PacketPort[] {wire, wire}, (frame, port, reason, about) -> false);
    }

    @Override
    public String title() {
        return "swaplane";
    }

    @Override
    public void load() {
        wire.load(frames);
    }

    @Override
    public long run(final int passes) {
        long forwarded = 0;
        for (int pass = 0; pass < passes; pass++) {
            for (int count = wire.receive(burst, BURST); count > 0; count = wire.receive(burst, BURST)) {
                forwarder.forward(ingress, burst, count);
            }
            forwarded += wire.turn();
        }
        return forwarded;
    }

    @Override
    public long frame(final int index) {
        return wire.arriving(index);
    }
}
