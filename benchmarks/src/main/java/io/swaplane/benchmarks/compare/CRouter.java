package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.RouteScenario;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.WorkerTables;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One shape of the C reference on IP packets. */
final class CRouter implements Contestant {
    private static final int PORTS = 2;
    private static final long BURST_BYTES = 8 * (1 + 256);

    /** Fields of {@code struct route_context}, 8 bytes each. */
    private enum Field {
        PORTS, INTERFACES, NEXT_HOP_SLOTS, RECORDS, NEXT_HOP_COUNTERS, PORT_COUNTERS, BURSTS, WIRE, PORT_COUNT, NOT_PLAIN,
        FIRST, SECOND, WORDS, DSCPS, LABELLED
    }

    private final RouteReference reference;
    private final Variant variant;
    private final RouteScenario scenario;
    private final MemorySegment context;
    /** {@code struct wire}: received, sent, count, sent_count. */
    private final MemorySegment wire;
    private final MemorySegment received;
    private final MemorySegment sent;

    CRouter(final RouteReference reference, final Variant variant, final RouteScenario scenario, final DirectTable routes,
            final Arena arena) {
        this.reference = reference;
        this.variant = variant;
        this.scenario = scenario;
        final int count = scenario.frames().length;
        received = arena.allocate(8L * count, 64);
        sent = arena.allocate(8L * count, 64);
        wire = arena.allocate(ValueLayout.JAVA_LONG, 4);
        context = arena.allocate(ValueLayout.JAVA_LONG, Field.values().length);
        final ForwardingTables tables = scenario.tables();
        final WorkerTables worker = tables.worker(0);
        set(Field.PORTS, tables.ports().address());
        set(Field.INTERFACES, worker.interfacesAddress());
        set(Field.NEXT_HOP_SLOTS, tables.nextHops().slotsAddress());
        set(Field.RECORDS, tables.nextHops().recordsAddress());
        set(Field.NEXT_HOP_COUNTERS, worker.nextHopCountersAddress());
        set(Field.PORT_COUNTERS, worker.portCounters(0));
        set(Field.BURSTS, arena.allocate(PORTS * BURST_BYTES, 64).address());
        set(Field.WIRE, wire.address());
        set(Field.PORT_COUNT, PORTS);
        for (int i = 0; i < 3; i++) {
            context.setAtIndex(ValueLayout.JAVA_LONG, Field.FIRST.ordinal() + i, routes.addresses()[i]);
        }
        set(Field.DSCPS, tables.dscps().address());
        set(Field.LABELLED, scenario.kind() == RouteScenario.Kind.POP_LOOKUP ? 1 : 0);
    }

    private void set(final Field field, final long value) {
        context.setAtIndex(ValueLayout.JAVA_LONG, field.ordinal(), value);
    }

    @Override
    public String title() {
        return variant.title();
    }

    @Override
    public void load() {
        final long[] frames = scenario.frames();
        MemorySegment.copy(frames, 0, received, ValueLayout.JAVA_LONG, 0, frames.length);
        wire.setAtIndex(ValueLayout.JAVA_LONG, 0, received.address());
        wire.setAtIndex(ValueLayout.JAVA_LONG, 1, sent.address());
        wire.setAtIndex(ValueLayout.JAVA_LONG, 2, frames.length);
    }

    @Override
    public long run() {
        final long left = reference.run(context, variant);
        final long notPlain = context.getAtIndex(ValueLayout.JAVA_LONG, Field.NOT_PLAIN.ordinal());
        if (notPlain != 0) {
            throw new IllegalStateException(notPlain + " packets were not plain for the C reference (" + variant.title() + ")");
        }
        return left;
    }

    @Override
    public long frame(final int index) {
        return sent.getAtIndex(ValueLayout.JAVA_LONG, index);
    }
}
