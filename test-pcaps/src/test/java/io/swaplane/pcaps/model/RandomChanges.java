package io.swaplane.pcaps.model;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes commands, most of which can be carried out, and some that must be refused. */
final class RandomChanges {
    private static final String STRANGER = "nowhere";

    private final SplittableRandom random;
    private final RouterModel model;
    private final RandomRoutes routes;

    RandomChanges(final SplittableRandom random, final RouterModel model) {
        this.random = random;
        this.model = model;
        routes = new RandomRoutes(random.split(), model);
    }

    Change next() {
        return oneIn(3) ? routes.next() : other();
    }

    private Change other() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> putLabel();
            case 6, 7 -> removeLabel();
            case 8, 9, 10 -> new Change.PutNextHop(nextHop());
            case 11, 12 -> new Change.RemoveNextHop(index());
            case 13, 14 -> putTunnel();
            case 15 -> new Change.RemoveTunnel(anyOf(Universe.PEERS));
            case 16 -> new Change.PutNeighbour(new NeighbourIntent(anInterface(), anyOf(Universe.ADDRESSES),
                oneIn(30) ? new MacAddress(0x0100_0000_0001L) : anyOf(Universe.NEIGHBOUR_MACS)));
            case 17 -> new Change.RemoveNeighbour(new Accept.Neighbour(anInterface(), anyOf(Universe.ADDRESSES)));
            case 18 -> new Change.SetPort(oneIn(20) ? STRANGER : anyOf(Universe.PORTS), !oneIn(4));
            default -> oneIn(2) ? new Change.CreateSpace(oneIn(10) ? anyOf(List.of("", "core0", "own")) : anyOf(Universe.CONTEXTS))
                : new Change.RemoveSpace(oneIn(10) ? anyOf(List.of(LspIntent.PLATFORM, "own", STRANGER)) : anyOf(Universe.CONTEXTS));
        };
    }

    private Change putLabel() {
        final String space = space();
        final Action action = action();
        final boolean forward = action instanceof Action.Forward;
        final Integer index = oneIn(forward ? 20 : 100) ? Integer.valueOf(random.nextInt(Universe.LAST_HOP + 6)) : null;
        final int label = oneIn(60) ? random.nextInt(16) : oneIn(60) ? 1 << 20 : label(space);
        return new Change.PutLabel(new LspIntent(label, space, "whoever", accept(), action, modelOrNull(), modelOrNull(), index),
            forward && index == null && space.equals(LspIntent.PLATFORM) && random.nextBoolean());
    }

    private Change removeLabel() {
        final String space = space();
        return new Change.RemoveLabel(space, oneIn(60) ? 5 : label(space), space.equals(LspIntent.PLATFORM) && random.nextBoolean());
    }

    private String space() {
        return oneIn(40) ? STRANGER : oneIn(3) ? anyOf(Universe.CONTEXTS) : oneIn(4) ? "own" : LspIntent.PLATFORM;
    }

    private int label(final String space) {
        return Universe.FIRST_LABEL + random.nextInt(Universe.labels(space));
    }

    private Accept accept() {
        if (!oneIn(3)) {
            return new Accept.Router();
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Accept.Core();
            case 1 -> new Accept.Interface(anInterface());
            case 2, 3 -> new Accept.Neighbour(anInterface(), anyOf(Universe.ADDRESSES));
            case 4 -> new Accept.Interface("ce1");
            default -> new Accept.Named(oneIn(10) ? STRANGER : anyOf(List.of("edge", "inside", "customers")));
        };
    }

    private Action action() {
        return switch (random.nextInt(11)) {
            case 0, 1 -> new Action.Lookup(space(), payload());
            case 10 -> new Action.LookupVrf(routes.vrf(), payload());
            case 2 -> oneIn(2) ? new Action.Receive() : new Action.Drop();
            case 3 -> new Action.Ecmp(IntStream.range(0, random.nextInt(1, 5)).mapToObj(i -> leg()).toList());
            case 4 -> new Action.Protect(forward(), forward());
            default -> forward();
        };
    }

    private Action.Leg leg() {
        return new Action.Leg(oneIn(60) ? 0 : random.nextInt(1, 5), oneIn(3) ? new Action.Protect(forward(), forward()) : forward());
    }

    private Action.Forward forward() {
        final int hop = index();
        return switch (random.nextInt(4)) {
            case 0 -> new Action.Php(payload(), hop);
            case 1 -> new Action.Pop(payload(), hop);
            default -> new Action.Swap(oneIn(10) ? 3 : outLabel(), hop);
        };
    }

    private PayloadType payload() {
        return PayloadType.values()[random.nextInt(3)];
    }

    private Model modelOrNull() {
        return oneIn(2) ? null : oneIn(2) ? Model.UNIFORM : Model.PIPE;
    }

    private int outLabel() {
        return random.nextInt(16, 1 << 20);
    }

    /** A next hop's index, mostly of one that there is. */
    private int index() {
        final List<Integer> known = List.copyOf(model.nextHops());
        return oneIn(4) || known.isEmpty() ? random.nextInt(1, Universe.LAST_HOP + 1) : anyOf(known);
    }

    private NextHopIntent nextHop() {
        // 0 lets the router choose.
        final int index = oneIn(30) ? 0 : oneIn(60) ? 1 << 20 : random.nextInt(1, Universe.LAST_HOP + 1);
        return switch (random.nextInt(8)) {
            case 0, 1 -> new NextHopIntent.Direct(index, anInterface(), anyOf(Universe.ADDRESSES), push(), oneIn(2),
                oneIn(2) ? null : random.nextInt(1, 256), oneIn(2) ? null : random.nextInt(8));
            case 2 -> new NextHopIntent.Recursive(index, index(), oneIn(2) ? null : anyOf(Universe.PEERS), push());
            case 3, 4 -> new NextHopIntent.Recursive(index, null, anyOf(Universe.PEERS), push());
            case 5, 6 -> new NextHopIntent.Group(index,
                oneIn(4) ? Collections.nCopies(16, new NextHopIntent.Leg(1, aGroup()))
                    : Stream.generate(this::hopLeg).limit(random.nextInt(8)).toList());
            default -> new NextHopIntent.Protected(index, index(), index());
        };
    }

    /** A group's index if there is one: many of them in a group are too large. */
    private int aGroup() {
        final List<Integer> groups =
            model.nextHops().stream().filter(index -> model.nextHop(index) instanceof NextHopIntent.Group).toList();
        return groups.isEmpty() ? index() : anyOf(groups);
    }

    private NextHopIntent.Leg hopLeg() {
        return new NextHopIntent.Leg(oneIn(60) ? 256 : random.nextInt(1, 5), index());
    }

    private List<Integer> push() {
        final int[] counts = {0, 0, 0, 1, 1, 2, 3, 5, 9, 14};
        return random.ints(counts[random.nextInt(counts.length)], 0, 1 << 20)
            .map(label -> oneIn(200) ? 3 : Math.max(16, label)).boxed().toList();
    }

    private Change putTunnel() {
        // The first peers are to have none most of the time, so that their being neighbours counts.
        final InetAddress endpoint = oneIn(10) ? anyOf(Universe.PEERS) : Universe.PEERS.get(random.nextInt(2, 4));
        return new Change.PutTunnel(new TunnelIntent(endpoint, "whoever", index(),
            oneIn(40) ? -1 : random.nextInt(3), random.nextInt(2)));
    }

    private String anInterface() {
        return oneIn(40) ? STRANGER : Universe.INTERFACES.get(random.nextInt(Universe.INTERFACES.size())).name();
    }

    private <T> T anyOf(final List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private boolean oneIn(final int n) {
        return random.nextInt(n) == 0;
    }
}
