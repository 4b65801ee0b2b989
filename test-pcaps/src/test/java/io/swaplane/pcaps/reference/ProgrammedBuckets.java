package io.swaplane.pcaps.reference;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.NextHopGroupLayout;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.Operation;
import io.swaplane.table.PayloadType;
import io.swaplane.table.fib.FibLookup;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads which leg holds which bucket from the tables of a conductor. Legs that look the same are the same to a packet, but
 * for the next hop that counts it.
 */
public final class ProgrammedBuckets implements BucketTable {
    private static final int IMPLICIT_NULL = 3;

    private final Conductor conductor;
    private final ReferenceRouter router;
    private final Set<Integer> configured;
    private final ForwardingTables tables;
    private final Map<LspIntent, List<Integer>> known = new IdentityHashMap<>();
    private final Map<RouteIntent, List<Integer>> knownRoutes = new IdentityHashMap<>();
    private final Map<Integer, List<Integer>> knownGroups = new HashMap<>();

    /** Reads when asked, once for each entry. */
    public ProgrammedBuckets(final Conductor conductor, final RouterIntent intent) {
        this.conductor = conductor;
        this.router = new ReferenceRouter(intent);
        this.configured = intent.nextHops().stream().map(NextHopIntent::index).collect(Collectors.toSet());
        this.tables = conductor.tables();
    }

    @Override
    public List<Integer> legs(final LspIntent lsp) {
        return known.computeIfAbsent(lsp, this::read);
    }

    @Override
    public List<Integer> legs(final NextHopIntent.Group group) {
        return knownGroups.computeIfAbsent(group.index(), this::read);
    }

    @Override
    public List<Integer> legs(final RouteIntent route, final String table, final byte[] destination) {
        return knownRoutes.computeIfAbsent(route, each -> read(each, word(table, ByteBuffer.wrap(destination))));
    }

    private long word(final String table, final ByteBuffer destination) {
        final long fibs = tables.fibs().address();
        final int fib = table.equals(VrfIntent.GLOBAL) ? 0 : conductor.vrf(table).orElseThrow().number();
        return destination.capacity() == 4 ? FibLookup.lookup4(fibs, fib, destination.getInt(0))
            : FibLookup.lookup6(fibs, fib, destination.getLong(0), destination.getLong(8));
    }

    private List<Integer> read(final RouteIntent route, final long word) {
        final List<RouteAction.Leg> legs = ((RouteAction.Ecmp) route.action()).legs();
        return buckets(word).stream().map(bucket -> IntStream.range(0, legs.size())
            .filter(leg -> isLeg(route, legs.get(leg).action(), bucket)).findFirst().orElseThrow()).toList();
    }

    private boolean isLeg(final RouteIntent route, final RouteAction action, final long word) {
        return switch (action) {
            case RouteAction.Forward(Integer label, int nextHop) -> ForwardingWord.operation(word) == Operation.PUSH
                && ForwardingWord.outLabel(word) == (label == null ? IMPLICIT_NULL : label) && ForwardingWord.nextHop(word) == nextHop;
            case RouteAction.Via(InetAddress gateway) -> ForwardingWord.operation(word) == Operation.PUSH
                && ForwardingWord.outLabel(word) == IMPLICIT_NULL && !configured.contains(ForwardingWord.nextHop(word))
                && leadsTo(router.gateway(route.vrf(), gateway), word);
            case RouteAction.Protect pair -> ForwardingWord.operation(word) == Operation.GROUP
                && isLeg(route, pair.primary(), buckets(word).get(0)) && isLeg(route, pair.backup(), buckets(word).get(1));
            default -> throw new IllegalArgumentException("not a leg: " + action);
        };
    }

    /** Whether the word's next hop, whose number is the conductor's own, sends as the route does. */
    private boolean leadsTo(final Route route, final long word) {
        final long record = tables.nextHops().record(ForwardingWord.nextHop(word));
        final long header = Memory.getLong(record + NextHopLayout.HEADER);
        if (!(route instanceof Hop hop)) {
            return (NextHopLayout.flags(header) & NextHopLayout.UNRESOLVED) != 0;
        }
        final byte[] first = new byte[8];
        Memory.copyOut(record + NextHopLayout.L2_FIRST, first, 0, first.length);
        return NextHopLayout.flags(header) == 0 && NextHopLayout.pushes(header) == 0 && NextHopLayout.port(header) == hop.port()
            && Arrays.equals(first, Arrays.copyOf(hop.l2(), first.length)) && NextHopLayout.l2Bytes(header) == hop.l2().length + 2;
    }

    private List<Integer> read(final int nextHop) {
        final long record = tables.nextHops().record(nextHop);
        final long header = Memory.getLong(record + NextHopLayout.HEADER);
        final List<Integer> begins = new ArrayList<>();
        for (int at = NextHopGroupLayout.firstMember(header); at < NextHopGroupLayout.recordBytes(header);) {
            begins.add(at >> NextHopGroupLayout.UNIT_SHIFT);
            at += NextHopGroupLayout.recordBytes(Memory.getLong(record + at + NextHopLayout.HEADER));
        }
        return IntStream.rangeClosed(0, NextHopGroupLayout.mask(header))
            .map(bucket -> Memory.getByte(NextHopGroupLayout.bucket(record, bucket)) & 0xFF).map(begins::indexOf).boxed().toList();
    }

    private List<Integer> read(final LspIntent lsp) {
        final List<Action.Leg> legs = ((Action.Ecmp) lsp.action()).legs();
        final List<Integer> numbers = new ArrayList<>();
        for (final long bucket : buckets(tables.word(conductor.labelSpaceNumber(lsp.labelSpace()), lsp.label()))) {
            int leg = 0;
            while (!isLeg(legs.get(leg).action(), bucket)) {
                leg++;
            }
            numbers.add(leg);
        }
        return numbers;
    }

    private List<Long> buckets(final long word) {
        final long record = tables.groups().record(ForwardingWord.nextHop(word));
        final int count = ((int) Memory.getLong(record + GroupLayout.HEADER) & GroupLayout.MASK) + 1;
        final List<Long> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(Memory.getLong(GroupLayout.bucket(record, i)));
        }
        return words;
    }

    private boolean isLeg(final Action action, final long word) {
        return switch (action) {
            case Action.Swap swap when swap.outLabel() == IMPLICIT_NULL ->
                isForward(Operation.PHP, swap, word) && ForwardingWord.payloadType(word) == PayloadType.IP;
            case Action.Swap swap -> isForward(Operation.SWAP, swap, word) && ForwardingWord.outLabel(word) == swap.outLabel();
            case Action.Php php -> isForward(Operation.PHP, php, word) && ForwardingWord.payloadType(word) == php.payload();
            case Action.Pop pop -> isForward(Operation.POP, pop, word) && ForwardingWord.payloadType(word) == pop.payload();
            case Action.Protect pair -> ForwardingWord.operation(word) == Operation.GROUP
                && isLeg(pair.primary(), buckets(word).get(0)) && isLeg(pair.backup(), buckets(word).get(1));
            default -> throw new IllegalArgumentException("not a leg: " + action);
        };
    }

    private static boolean isForward(final Operation operation, final Action.Forward leg, final long word) {
        return ForwardingWord.operation(word) == operation && ForwardingWord.nextHop(word) == leg.nextHop();
    }
}
