package io.swaplane.control;

import io.swaplane.control.intent.MacAddress;
import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.CounterLayout;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.InterfaceLayout;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.PortLayout;
import java.util.ArrayList;
import java.util.List;

/** Reads tables as a worker does, and counts in its place. */
public final class TestTables {
    private TestTables() {
    }

    /** Classes that a worker accepts from anyone on the interface. */
    static List<Integer> accepted(final Conductor conductor, final int worker, final String interfaceName) {
        return bitmap(record(conductor, worker, interfaceName) + InterfaceLayout.ACCEPT);
    }

    /** Classes that a worker accepts from a source MAC address in the neighbour list; null when it isn't there. */
    static List<Integer> acceptedFrom(final Conductor conductor, final String interfaceName, final MacAddress mac) {
        final long record = record(conductor, 0, interfaceName);
        if ((Memory.getLong(record + InterfaceLayout.FLAGS) & InterfaceLayout.HAS_NEIGHBOUR_CLASSES) == 0) {
            return null;
        }
        final long list = Memory.getLong(record + InterfaceLayout.NEIGHBOURS);
        for (int i = 0; i < Memory.getLong(list + InterfaceLayout.NEIGHBOUR_COUNT); i++) {
            final long at = list + InterfaceLayout.NEIGHBOUR_FIRST + (long) i * InterfaceLayout.NEIGHBOUR_BYTES;
            if (mac(at).equals(mac)) {
                return bitmap(at + 8);
            }
        }
        return null;
    }

    static long flags(final Conductor conductor, final String interfaceName) {
        return Memory.getLong(record(conductor, 0, interfaceName) + InterfaceLayout.FLAGS);
    }

    static MacAddress ownMac(final Conductor conductor, final String interfaceName) {
        return mac(record(conductor, 0, interfaceName) + InterfaceLayout.MAC);
    }

    static long ilm(final Conductor conductor, final String interfaceName) {
        return Memory.getLong(record(conductor, 0, interfaceName) + InterfaceLayout.ILM);
    }

    static long port(final Conductor conductor, final String port) {
        return PortLayout.record(conductor.tables().ports().address(), conductor.portNumber(port));
    }

    private static long record(final Conductor conductor, final int worker, final String interfaceName) {
        return InterfaceLayout.record(conductor.tables().worker(worker).interfacesAddress(), conductor.interfaceNumber(interfaceName));
    }

    private static MacAddress mac(final long address) {
        return new MacAddress(Memory.getLongBigEndian(address) >>> 16);
    }

    private static List<Integer> bitmap(final long address) {
        final List<Integer> classes = new ArrayList<>();
        for (int i = 0; i < AcceptClass.LIMIT; i++) {
            if ((Memory.getLong(address + 8L * (i >>> 6)) >>> i & 1) != 0) {
                classes.add(i);
            }
        }
        return classes;
    }

    /** The labels that a next-hop record pushes, top of stack first. */
    static List<Integer> pushes(final ForwardingTables tables, final int nextHop) {
        final long record = tables.nextHops().record(nextHop);
        final List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < NextHopLayout.pushes(Memory.getLong(record + NextHopLayout.HEADER)); i++) {
            labels.addFirst(Memory.getInt(record + NextHopLayout.PUSHES + 4L * i) >>> 12);
        }
        return labels;
    }

    /** The L2 header that a next-hop record writes, put together as the forwarder does. */
    static byte[] l2Header(final ForwardingTables tables, final int nextHop) {
        final long record = tables.nextHops().record(nextHop);
        final byte[] header = new byte[NextHopLayout.l2Bytes(Memory.getLong(record + NextHopLayout.HEADER))];
        Memory.copyOut(record + NextHopLayout.L2_FIRST, header, 0, 8);
        if (header.length > 16) {
            Memory.copyOut(record + NextHopLayout.L2_MIDDLE, header, 8, 8);
        }
        Memory.copyOut(record + NextHopLayout.L2_LAST, header, header.length - 8, 8);
        return header;
    }

    static int port(final ForwardingTables tables, final int nextHop) {
        return NextHopLayout.port(Memory.getLong(tables.nextHops().record(nextHop) + NextHopLayout.HEADER));
    }

    static int mtu(final ForwardingTables tables, final int nextHop) {
        return NextHopLayout.mtu(Memory.getLong(tables.nextHops().record(nextHop) + NextHopLayout.HEADER));
    }

    static int pipeTtl(final ForwardingTables tables, final int nextHop) {
        return Memory.getByte(tables.nextHops().record(nextHop) + NextHopLayout.PIPE_TTL) & 0xFF;
    }

    static int pipeTc(final ForwardingTables tables, final int nextHop) {
        return Memory.getByte(tables.nextHops().record(nextHop) + NextHopLayout.PIPE_TC);
    }

    /** The id whose counters count what leaves by a next-hop record. */
    static int statisticsId(final ForwardingTables tables, final int nextHop) {
        return Memory.getInt(tables.nextHops().record(nextHop) + NextHopLayout.COUNTERS) >>> CounterLayout.NEXT_HOP_SHIFT;
    }

    /** Counts for a label, as the worker would. */
    public static void countLabel(final ForwardingTables tables, final int worker, final int space, final int label, final long packets,
                                  final long octets, final long errors, final long discards) {
        final long entry = IlmLayout.entry(tables.worker(worker).ilm(space), label);
        final long cold = IlmLayout.cold(tables.worker(worker).ilm(space), label);
        add(entry + IlmLayout.PACKETS, packets);
        add(entry + IlmLayout.OCTETS, octets);
        add(cold + IlmLayout.ERRORS, errors);
        add(cold + IlmLayout.DISCARDS, discards);
    }

    /** Counts for a next hop, as the worker would. */
    public static void countNextHop(final ForwardingTables tables, final int worker, final int id, final long packets, final long octets) {
        final long at = tables.worker(worker).nextHopCountersAddress() + ((long) id << CounterLayout.NEXT_HOP_SHIFT);
        add(at + CounterLayout.PACKETS, packets);
        add(at + CounterLayout.OCTETS, octets);
    }

    /** Adds to a counter. */
    public static void add(final long address, final long count) {
        Memory.putLongOpaque(address, Memory.getLongOpaque(address) + count);
    }
}
