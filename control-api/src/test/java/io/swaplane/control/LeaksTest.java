package io.swaplane.control;

import static io.swaplane.control.PeIntent.PLAIN;
import static io.swaplane.control.PeIntent.TUNNEL;
import static io.swaplane.control.PeIntent.forward;
import static io.swaplane.control.PeIntent.lookup;
import static io.swaplane.control.PeIntent.pe;
import static io.swaplane.control.PeIntent.settle;
import static io.swaplane.control.PeIntent.whose;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.route;
import static io.swaplane.control.TestIntent.vrf;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeaksTest {
    private static final String DESTINATION = "20.0.0.0/8";

    @Test
    void shouldGiveRoutesToTheVrfsThatImportThem() {
        try (Conductor conductor = pe("1:1", "1:1").with(route("red", DESTINATION, forward(17, TUNNEL))).conductor()) {
            assertThat(whose(conductor, "blue", DESTINATION)).isEqualTo("leaked red");
            assertThat(lookup(conductor, "blue", "20.1.1.1")).isEqualTo(ForwardingWord.push(17, TUNNEL));
            assertThat(lookup(conductor, "blue", "10.1.0.1")).as("an address of red's")
                .isEqualTo(ForwardingWord.receive(conductor.vrf("red").orElseThrow().number()));
            assertThat(lookup(conductor, "blue", "10.1.0.9")).isEqualTo(ForwardingWord.glean(conductor.interfaceNumber("red0")));
            assertThat(lookup(conductor, "red", "10.2.0.9")).isEqualTo(ForwardingWord.glean(conductor.interfaceNumber("blue0")));
            assertThat(lookup(conductor, "global", "20.1.1.1")).isZero();
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).as("leaked routes go with their origin").isEqualTo(1);
        }
    }

    @Test
    void shouldForgetWhoseALeakedRouteWasOnce() {
        final RouteOrigins origins = new RouteOrigins();
        try (Conductor conductor = pe().conductor()) {
            final Vrf gone = new Vrf(0, vrf("gone", 1), Origin.STATIC, conductor.tables().fibs());
            final Vrf other = new Vrf(0, vrf("other", 2), Origin.STATIC, conductor.tables().fibs());
            final RouteOrigin first = origins.leakedFrom(gone);
            origins.forget(first);
            final RouteOrigin second = origins.leakedFrom(other);
            assertThat(second.number()).as("used again").isEqualTo(first.number());
            origins.forget(first);
            assertThat(origins.of(RouteWord.of(0, second.number()))).isSameAs(second);
        }
    }

    @Test
    void shouldNotGatherWorkWhenTargetsComeAndGo() {
        try (Conductor conductor = pe("1:1", "1:1").conductor()) {
            for (int i = 0; i < 1000; i++) {
                conductor.onVrf(vrf("blue", "2:2", "2:2"));
                conductor.onVrf(vrf("blue", "1:1", "1:1"));
            }
            assertThat(conductor.doWork()).as("prefixes to look at again").isLessThan(200);
            settle(conductor);
            assertThat(whose(conductor, "blue", "10.1.0.0/24")).isEqualTo("leaked red");
        }
    }

    @Test
    void shouldFollowTheRouteThatItIs() {
        try (Conductor conductor = pe("1:1", "1:1").conductor()) {
            conductor.onRoute(route("red", DESTINATION, forward(17, TUNNEL)));
            conductor.onRoute(route("red", DESTINATION, forward(18, PLAIN)));
            assertThat(lookup(conductor, "blue", "20.1.1.1")).isEqualTo(ForwardingWord.push(18, PLAIN));
            conductor.removeNextHop(TUNNEL);
            conductor.removeRoute("red", Prefix.parse(DESTINATION));
            assertThat(lookup(conductor, "blue", "20.1.1.1")).isZero();
            conductor.removeNextHop(PLAIN);
        }
    }

    @Test
    void shouldForwardToTheNeighboursOfAnotherVrf() {
        try (Conductor conductor = pe("1:1", "1:1").conductor()) {
            conductor.learnNeighbour(neighbour("red0", "10.1.0.9", TestIntent.MAC_3));
            assertThat(lookup(conductor, "blue", "10.1.0.9")).isEqualTo(lookup(conductor, "red", "10.1.0.9"));
            assertThat(whose(conductor, "blue", "10.1.0.9/32")).isEqualTo("leaked red");
            conductor.forgetNeighbour("red0", ip("10.1.0.9"));
            assertThat(ForwardingWord.operation(lookup(conductor, "blue", "10.1.0.9"))).isEqualTo(Operation.GLEAN);
        }
    }

    @Test
    void shouldPutAVrfsOwnRouteBeforeLeakedOnesAndComeBack() {
        try (Conductor conductor = pe("1:1", "1:1").conductor()) {
            conductor.onRoute(route("red", DESTINATION, forward(17, TUNNEL)));
            conductor.onRoute(route("blue", DESTINATION, forward(18, TUNNEL)));
            assertThat(lookup(conductor, "red", "20.1.1.1")).isEqualTo(ForwardingWord.push(17, TUNNEL));
            assertThat(lookup(conductor, "blue", "20.1.1.1")).isEqualTo(ForwardingWord.push(18, TUNNEL));
            conductor.removeRoute("blue", Prefix.parse(DESTINATION));
            assertThat(lookup(conductor, "blue", "20.1.1.1")).isEqualTo(ForwardingWord.push(17, TUNNEL));
        }
    }

    @Test
    void shouldTakeTheRouteOfTheVrfWhoseNameComesFirst() {
        try (Conductor conductor = pe("1:1", "").with(vrf("amber", "", "1:1")).with(vrf("zinc", "", "1:1")).conductor()) {
            conductor.onRoute(route("zinc", DESTINATION, forward(17, TUNNEL)));
            assertThat(whose(conductor, "red", DESTINATION)).isEqualTo("leaked zinc");
            conductor.onRoute(route("amber", DESTINATION, forward(18, TUNNEL)));
            assertThat(whose(conductor, "red", DESTINATION)).isEqualTo("leaked amber");
            conductor.onRoute(route("zinc", DESTINATION, forward(19, TUNNEL)));
            assertThat(lookup(conductor, "red", "20.1.1.1")).isEqualTo(ForwardingWord.push(18, TUNNEL));
            conductor.removeRoute("amber", Prefix.parse(DESTINATION));
            assertThat(lookup(conductor, "red", "20.1.1.1")).isEqualTo(ForwardingWord.push(19, TUNNEL));
        }
    }

    @Test
    void shouldNotPassLeakedRoutesOn() {
        try (Conductor conductor = pe("1:1", "").with(vrf("green", "1:1", "2:2")).with(vrf("far", "2:2", "")).conductor()) {
            conductor.onRoute(route("red", DESTINATION, forward(17, TUNNEL)));
            assertThat(whose(conductor, "green", DESTINATION)).isEqualTo("leaked red");
            assertThat(whose(conductor, "far", DESTINATION)).isNull();
        }
    }

    @Test
    void shouldFollowChangedTargetsStepByStep() {
        try (Conductor conductor = pe("1:1", "2:2").conductor()) {
            for (int i = 0; i < 5000; i++) {
                PeIntent.put(conductor, PeIntent.API, "red", i, Forwarding.swap(17, TUNNEL));
            }
            conductor.onVrf(vrf("blue", "1:1", ""));
            settle(conductor);
            assertThat(conductor.vrf("blue").orElseThrow().ipv4Routes()).isEqualTo(5000 + 8 + 4);
            conductor.onVrf(vrf("blue", "", ""));
            // The rest of what blue still has must follow, too.
            PeIntent.remove(conductor, PeIntent.API, "red", "20.0.0.255/32");
            PeIntent.put(conductor, PeIntent.API, "red", 254, Forwarding.swap(18, TUNNEL));
            assertThat(whose(conductor, "blue", "20.0.0.255/32")).isNull();
            assertThat(whose(conductor, "blue", "20.0.0.254/32")).isNull();
            settle(conductor);
            assertThat(conductor.vrf("blue").orElseThrow().ipv4Routes()).isEqualTo(4);
            assertThat(conductor.routeUsage().byOwner()).containsEntry("api", 4999).doesNotContainKey("leaked");
        }
    }

    @Test
    void shouldLetAVrfGoThatOnlyHasOthersRoutes() {
        try (Conductor conductor = pe("1:1", "").with(vrf("green", "1:1", "1:1")).conductor()) {
            conductor.onRoute(route("red", DESTINATION, forward(17, TUNNEL)));
            conductor.removeVrf("green");
            settle(conductor);
            assertThat(conductor.routeUsage().byOwner()).doesNotContainKey("leaked");
            conductor.removeRoute("red", Prefix.parse(DESTINATION));
            conductor.removeNextHop(TUNNEL);
        }
    }

    /** What five VRFs have must be at any time what a plain reading of the rules says. */
    @Test
    void shouldHaveWhatTheRulesSayWhateverComesAndGoes() {
        final SplittableRandom random = new SplittableRandom(11);
        final Map<String, String> imports = new TreeMap<>();
        final Map<String, String> exports = new HashMap<>();
        final Map<String, Map<String, Integer>> put = new HashMap<>();
        try (Conductor conductor = pe().conductor()) {
            for (int round = 0; round < 4000; round++) {
                final String name = "v" + random.nextInt(5);
                final String prefix = "20." + random.nextInt(4) + ".0.0/" + (random.nextBoolean() ? 16 : 15 + random.nextInt(2));
                final String clean = prefix.endsWith("15") ? "20.2.0.0/15" : prefix;
                switch (random.nextInt(8)) {
                    case 0 -> {
                        imports.put(name, targets(random));
                        exports.put(name, targets(random));
                        put.computeIfAbsent(name, key -> new HashMap<>());
                        conductor.onVrf(vrf(name, imports.get(name), exports.get(name)));
                    }
                    case 1 -> {
                        if (imports.containsKey(name) && put.get(name).isEmpty()) {
                            conductor.removeVrf(name);
                            imports.remove(name);
                        }
                    }
                    case 2, 3, 4 -> {
                        if (imports.containsKey(name)) {
                            conductor.onRoute(route(name, clean, forward(100 + round, TUNNEL)));
                            put.get(name).put(clean, 100 + round);
                        }
                    }
                    default -> {
                        if (imports.containsKey(name) && put.get(name).remove(clean) != null) {
                            conductor.removeRoute(name, Prefix.parse(clean));
                        }
                    }
                }
                if (random.nextInt(4) == 0) {
                    settle(conductor);
                    assertSame(conductor, imports, exports, put);
                }
            }
        }
    }

    private static String targets(final SplittableRandom random) {
        final int bits = random.nextInt(8);
        return ((bits & 1) != 0 ? "1:1 " : "") + ((bits & 2) != 0 ? "1:2 " : "") + ((bits & 4) != 0 ? "1:3" : "");
    }

    private static void assertSame(final Conductor conductor, final Map<String, String> imports, final Map<String, String> exports,
                                   final Map<String, Map<String, Integer>> put) {
        for (final String importer : imports.keySet()) {
            final Map<String, Integer> expected = new HashMap<>(put.get(importer));
            for (final String exporter : imports.keySet()) {
                if (!exporter.equals(importer) && share(exports.get(exporter), imports.get(importer))) {
                    put.get(exporter).forEach(expected::putIfAbsent);
                }
            }
            final Map<String, Integer> found = new HashMap<>();
            for (final String prefix : PeIntent.prefixes(conductor, importer)) {
                found.put(prefix, PeIntent.route(conductor, importer, prefix).legs().getFirst().label());
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    private static boolean share(final String one, final String other) {
        for (final String target : one.split(" ")) {
            if (!target.isEmpty() && other.contains(target)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldShareAGroupWithItsOrigin() {
        final RouteAction pair = new RouteAction.Protect(forward(17, TUNNEL), forward(18, PLAIN));
        try (Conductor conductor = pe("1:1", "1:1").conductor()) {
            conductor.onRoute(route("red", DESTINATION, pair));
            assertThat(PeIntent.route(conductor, "blue", DESTINATION).legs()).hasSize(2);
            conductor.removeRoute("red", Prefix.parse(DESTINATION));
            assertThat(lookup(conductor, "blue", "20.1.1.1")).isZero();
        }
    }
}
