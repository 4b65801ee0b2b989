package io.swaplane.pcaps.model;

import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes commands for VRFs and routes, most of which can be carried out, and some that must be refused. */
final class RandomRoutes {
    private static final String STRANGER = "nowhere";

    private final SplittableRandom random;
    private final RouterModel model;

    RandomRoutes(final SplittableRandom random, final RouterModel model) {
        this.random = random;
        this.model = model;
    }

    Change next() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4, 5 -> putRoute();
            case 6, 7, 8 -> new Change.RemoveRoute(key(), oneIn(2));
            case 9, 10 -> new Change.PutVrf(vrfIntent());
            default -> new Change.RemoveVrf(oneIn(10) ? VrfIntent.GLOBAL : vrf());
        };
    }

    /** A table's name, mostly of one that there is. */
    String vrf() {
        final List<String> known = List.copyOf(model.routing().vrfs().keySet());
        return oneIn(30) ? STRANGER : oneIn(6) ? VrfIntent.GLOBAL : oneIn(6) ? anyOf(Universe.VRFS) : anyOf(known);
    }

    private VrfIntent vrfIntent() {
        final LabelMode mode = LabelMode.values()[random.nextInt(LabelMode.values().length)];
        final boolean labelled = oneIn(mode == LabelMode.PER_VRF ? 2 : 20);
        return new VrfIntent(oneIn(30) ? anyOf(List.of("", VrfIntent.GLOBAL)) : anyOf(Universe.VRFS), null, targets(), targets(), mode,
            labelled ? Integer.valueOf(label()) : null);
    }

    private int label() {
        return oneIn(40) ? 5 : Universe.FIRST_LABEL + random.nextInt(Universe.PLATFORM_LABELS);
    }

    private List<RouteTarget> targets() {
        return Universe.TARGETS.stream().filter(each -> oneIn(2)).toList();
    }

    private RoutingModel.RouteKey key() {
        final List<RoutingModel.RouteKey> known = List.copyOf(model.routing().prefixes());
        return oneIn(4) || known.isEmpty() ? new RoutingModel.RouteKey(vrf(), prefix()) : anyOf(known);
    }

    private Prefix prefix() {
        final Prefix prefix = anyOf(Universe.PREFIXES);
        return oneIn(60) ? new Prefix(prefix.address(), prefix.length() / 2) : prefix;
    }

    private Change putRoute() {
        final RouteAction action = action();
        return new Change.PutRoute(new RouteIntent(vrf(), prefix(), action, modelOrNull(), modelOrNull()),
            action instanceof RouteAction.Forward && oneIn(2));
    }

    private RouteAction action() {
        return switch (random.nextInt(12)) {
            case 0 -> new RouteAction.Receive();
            case 1 -> new RouteAction.Drop();
            case 2, 3 -> new RouteAction.Ecmp(IntStream.range(0, random.nextInt(1, 5) - (oneIn(20) ? 1 : 0)).mapToObj(i -> leg()).toList());
            case 4 -> new RouteAction.Protect(path(), path());
            default -> path();
        };
    }

    private RouteAction.Leg leg() {
        return new RouteAction.Leg(oneIn(60) ? 0 : random.nextInt(1, 5), oneIn(3) ? new RouteAction.Protect(path(), path()) : path());
    }

    private RouteAction.Path path() {
        if (oneIn(3)) {
            return new RouteAction.Via(anyOf(Universe.GATEWAYS));
        }
        final int label = oneIn(10) ? 3 : random.nextInt(16, 1 << 20);
        return new RouteAction.Forward(oneIn(3) ? null : label, index());
    }

    /** A next hop's index, mostly of one that there is. */
    private int index() {
        final List<Integer> known = List.copyOf(model.nextHops());
        return oneIn(10) || known.isEmpty() ? random.nextInt(1, Universe.LAST_HOP + 1) : anyOf(known);
    }

    private Model modelOrNull() {
        return oneIn(2) ? null : oneIn(2) ? Model.UNIFORM : Model.PIPE;
    }

    private <T> T anyOf(final List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private boolean oneIn(final int n) {
        return random.nextInt(n) == 0;
    }
}
