package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.LoopPort;
import io.swaplane.benchmarks.RouteScenario;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.PacketPort;

/** Swaplane's forwarder on IP packets. */
final class JavaRouter implements RouteContestant {
    private static final int BURST = 256;

    private final RouteScenario scenario;
    private final LoopPort wire;
    private final Forwarder forwarder;
    private final long[] burst = new long[BURST];

    JavaRouter(final RouteScenario scenario) {
        this.scenario = scenario;
        wire = new LoopPort(scenario.frames().length);
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
    public long run() {
        for (int count = wire.receive(burst, BURST); count > 0; count = wire.receive(burst, BURST)) {
            forwarder.forward(RouteScenario.INGRESS, burst, count);
        }
        return wire.turn();
    }

    @Override
    public long frame(final int index) {
        return wire.arriving(index);
    }
}
