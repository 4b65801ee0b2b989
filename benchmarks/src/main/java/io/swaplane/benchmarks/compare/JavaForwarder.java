package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.LoopPort;
import io.swaplane.benchmarks.Scenario;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.PacketPort;

/** Swaplane's forwarder, with a wire in memory from egress to ingress. */
final class JavaForwarder implements Contestant {
    private static final int BURST = 256;

    private final Scenario scenario;
    private final LoopPort wire;
    private final Forwarder forwarder;
    private final long[] burst = new long[BURST];

    JavaForwarder(final Scenario scenario) {
        this.scenario = scenario;
        wire = new LoopPort(scenario.frames().length);
        // A punt would take its frame off the wire: refused, it is dropped and counted, and the counters no longer agree.
        forwarder = new Forwarder(scenario.tables(), 0, scenario.store(), new PacketPort[] {wire, wire},
            (frame, port, reason, about) -> false);
    }

    @Override
    public String title() {
        return "swaplane";
    }

    @Override
    public void load() {
        wire.load(scenario.frames());
    }

    @Override
    public long run(final int passes) {
        long forwarded = 0;
        for (int pass = 0; pass < passes; pass++) {
            for (int count = wire.receive(burst, BURST); count > 0; count = wire.receive(burst, BURST)) {
                forwarder.forward(Scenario.INGRESS, burst, count);
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
