package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.Scenario;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.WorkerTables;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/** One shape of the C reference on a scenario's tables, with a wire of its own from egress to ingress. */
final class CForwarder implements SwapContestant {
    private static final int PORTS = 2;
    private static final long BURST_BYTES = 8 * (1 + 256);

    /** {@code struct context} of {@code swap.c}. */
    private static final StructLayout CONTEXT = words("ports", "interfaces", "next_hop_slots", "records", "next_hop_counters",
        "port_counters", "bursts", "wire", "port_count", "not_plain");
    /** {@code struct wire}. */
    private static final StructLayout WIRE = words("received", "sent", "count", "sent_count");

    private final CReference reference;
    private final Variant variant;
    private final Scenario scenario;
    private final MemorySegment context;
    private final MemorySegment wire;
    private final MemorySegment[] references;

    CForwarder(final CReference reference, final Variant variant, final Scenario scenario, final Arena arena) {
        this.reference = reference;
        this.variant = variant;
        this.scenario = scenario;
        final long bytes = 8L * scenario.frames().length;
        references = new MemorySegment[] {arena.allocate(bytes, 64), arena.allocate(bytes, 64)};
        wire = arena.allocate(WIRE);
        context = arena.allocate(CONTEXT);
        if (CONTEXT.byteSize() != reference.contextBytes()) {
            throw new IllegalStateException("struct context has " + reference.contextBytes() + " bytes in C");
        }
        final ForwardingTables tables = scenario.tables();
        final WorkerTables worker = tables.worker(0);
        set(context, CONTEXT, "ports", tables.ports().address());
        set(context, CONTEXT, "interfaces", worker.interfacesAddress());
        set(context, CONTEXT, "next_hop_slots", tables.nextHops().slotsAddress());
        set(context, CONTEXT, "records", tables.nextHops().recordsAddress());
        set(context, CONTEXT, "next_hop_counters", worker.nextHopCountersAddress());
        set(context, CONTEXT, "port_counters", worker.portCounters(0));
        set(context, CONTEXT, "bursts", arena.allocate(PORTS * BURST_BYTES, 64).address());
        set(context, CONTEXT, "wire", wire.address());
        set(context, CONTEXT, "port_count", PORTS);
    }

    private static StructLayout words(final String... names) {
        final MemoryLayout[] fields = new MemoryLayout[names.length];
        for (int i = 0; i < names.length; i++) {
            fields[i] = ValueLayout.JAVA_LONG.withName(names[i]);
        }
        return MemoryLayout.structLayout(fields);
    }

    private static void set(final MemorySegment struct, final StructLayout layout, final String field, final long value) {
        struct.set(ValueLayout.JAVA_LONG, layout.byteOffset(PathElement.groupElement(field)), value);
    }

    private static long get(final MemorySegment struct, final StructLayout layout, final String field) {
        return struct.get(ValueLayout.JAVA_LONG, layout.byteOffset(PathElement.groupElement(field)));
    }

    @Override
    public String title() {
        return variant.title();
    }

    Variant variant() {
        return variant;
    }

    @Override
    public void load() {
        final long[] frames = scenario.frames();
        MemorySegment.copy(frames, 0, references[0], ValueLayout.JAVA_LONG, 0, frames.length);
        set(wire, WIRE, "received", references[0].address());
        set(wire, WIRE, "sent", references[1].address());
        set(wire, WIRE, "count", frames.length);
    }

    @Override
    public long run(final int passes) {
        final long forwarded = reference.run(context, variant, passes);
        final long notPlain = get(context, CONTEXT, "not_plain");
        if (notPlain != 0) {
            throw new IllegalStateException(notPlain + " frames were no plain swap for the C reference (" + variant.title() + ")");
        }
        return forwarded;
    }

    @Override
    public long frame(final int index) {
        final MemorySegment arriving = get(wire, WIRE, "received") == references[0].address() ? references[0] : references[1];
        return arriving.getAtIndex(ValueLayout.JAVA_LONG, index);
    }
}
