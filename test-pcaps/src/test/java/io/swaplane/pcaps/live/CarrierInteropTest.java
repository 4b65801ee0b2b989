package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Wires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Carrier's carrier (RFC 4364 §9): the running program as an edge of the level 1 carrier. In the west is its core with the far edge, GoBGP,
 * behind a tunnel; in the east a customer carrier's router in VRF red, which speaks labelled unicast; in the north somebody else, in
 * another VRF or in the same.
 */
class CarrierInteropTest {
    private static final String CONFIGURATION = """
        router: pe
        router-id: 192.0.2.1
        mpls: {label-hold-time: 1h}
        interfaces:
          - {name: west, port: west, mpls: core}
          - {name: east, port: east, mpls: external, vrf: red, addresses: [10.0.2.1/24, "2001:db8:2::1/64"]}
          - {name: north, port: north, mpls: external, vrf: NORTH, addresses: [10.0.3.1/24]}
        next-hops:
          - {index: 1, interface: west, neighbour: 10.0.1.2, push: [2004]}
        tunnels:
          - {endpoint: 4.4.4.9, owner: static, next-hop: 1}
        vrfs:
          - {name: red, rd: "100:1", import: ["100:1"], export: ["100:1"]}
          - {name: blue, rd: "100:9", import: ["100:9"], export: ["100:9"]}
        bgp:
          as: 42
          ebgp-requires-policy: false
          neighbors:
            - {name: west, address: 10.0.1.2, as: internal, local-address: 10.0.1.1, families: [vpnv4, vpnv6]}
            - {name: east, address: 10.0.2.2, as: 35, vrf: red, families: [ipv4-labeled-unicast], as-override: true}
            - {name: east6, address: "2001:db8:2::2", as: 35, vrf: red, families: [ipv6-labeled-unicast], as-override: true}
        ports: [{name: west, mode: native}, {name: east, mode: native}, {name: north, mode: native}]
        host: {metrics: off, socket: "SOCKET"}
        """;
    private static final int TUNNEL = 2004;
    private static final int IMPLICIT_NULL = 3;
    private static final String NEAR = "192.0.2.88/32";
    private static final String NEAR6 = "2001:db8:88::/64";
    /** What the level 2 carrier has below the label of the level 1 carrier. */
    private static final List<List<Integer>> KEPT = List.of(List.of(304), List.of(26, 304));
    /** The far site's routes, as the far edge tells them and as the customer gets them. */
    private static final Map<LabelledRoute, LabelledRoute> FAR = Map.of(
        LabelledRoute.vpn4("100:2", "192.0.2.77/32", 60, "4.4.4.9"), LabelledRoute.unicast("192.0.2.77/32", 0, ""),
        LabelledRoute.vpn6("100:2", "2001:db8:77::/64", 61, "::ffff:4.4.4.9"), LabelledRoute.unicast("2001:db8:77::/64", 0, ""));
    private static final List<LabelledRoute> FAR_TOLD = List.copyOf(FAR.values());
    /** The customer's routes as the far edge gets them. */
    private static final List<LabelledRoute> NEAR_TOLD = List.of(LabelledRoute.vpn4("100:1", NEAR, 0, ""),
        LabelledRoute.vpn6("100:1", NEAR6, 0, ""));
    private static final Peering CORE = Peering.of(42, "10.0.1.2", "10.0.1.1", 42, "vpnv4", "vpnv6");
    private static final Peering[] CUSTOMER = {Peering.of(35, "10.0.2.2", "10.0.2.1", 42, "ipv4-labeled-unicast"),
        Peering.of(35, "2001:db8:2::2", "2001:db8:2::1", 42, "ipv6-labeled-unicast")};

    @TempDir
    private Path directory;

    @BeforeEach
    void needsRootAndGoBgp() {
        Required.root();
        Required.gobgp();
    }

    private static Asbr edge(final Path directory, final String north) throws Exception {
        final Asbr edge = Asbr.of(directory, CONFIGURATION.replace("NORTH", north));
        edge.site().address6(Site.EAST);
        for (final String version : List.of("ipv4", "ipv6")) {
            Wires.write(edge.site().router(), "net/" + version + "/conf/all/forwarding", "0");
        }
        return edge;
    }

    /** Its customer is of the same AS as the one here. */
    private GoBgp far(final Namespace place) throws IOException {
        final GoBgp far = GoBgp.start(place, directory, CORE);
        for (final LabelledRoute each : FAR.keySet()) {
            far.announce(each, CUSTOMER[0].as());
        }
        return far;
    }

    private BgpSpeaker customer(final String name, final Namespace place, final List<LabelledRoute> routes) throws IOException {
        final BgpSpeaker customer = switch (name) {
            case "gobgp" -> GoBgp.start(place, directory, CUSTOMER);
            case "frr" -> {
                Required.frr();
                yield Frr.speaker(place, CUSTOMER);
            }
            case "bird" -> {
                Required.bird();
                yield Bird.start(place, Files.createDirectories(directory.resolve(name)), CUSTOMER);
            }
            default -> throw new IllegalArgumentException(name);
        };
        for (final LabelledRoute each : routes) {
            customer.announce(each);
        }
        return customer;
    }

    /** From the customer: the far edge's label in the place of this one's, and the tunnel's above it; three labels, or four. */
    private static void shouldForwardToFarSite(final Asbr edge, final Map<LabelledRoute, Integer> told) throws Exception {
        for (final Map.Entry<LabelledRoute, LabelledRoute> each : FAR.entrySet()) {
            for (final List<Integer> kept : KEPT) {
                edge.shouldForward(Site.EAST, each.getValue(), told.get(each.getValue()), Site.WEST,
                    List.of(TUNNEL, each.getKey().label()), kept);
            }
        }
    }

    /** From the core, whose tunnel has ended before: the customer's label in the place of this one's, or nothing where it says so. */
    private static void shouldForwardToCustomer(final Asbr edge, final Map<LabelledRoute, Integer> told, final int given) throws Exception {
        for (final LabelledRoute each : NEAR_TOLD) {
            for (final List<Integer> kept : KEPT) {
                edge.shouldForward(Site.WEST, each, told.get(each), Site.EAST, given == IMPLICIT_NULL ? List.of()
                    : List.of(each == NEAR_TOLD.getFirst() ? given : given + 1), kept);
            }
        }
    }

    private static Map<LabelledRoute, Integer> all(final Map<LabelledRoute, Integer> some, final Map<LabelledRoute, Integer> others) {
        final Map<LabelledRoute, Integer> all = new LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }

    @ParameterizedTest(name = "{0}, whose label is {1}, with another router in VRF {2}")
    @CsvSource({"gobgp, 300, blue", "frr, 3, red", "bird, 300, blue"})
    void shouldSwapACustomerCarriersLabelsUntilTheyAreWithdrawnOrItsSessionIsLost(final String name, final int label, final String north)
        throws Exception {
        final List<LabelledRoute> near = List.of(LabelledRoute.unicast(NEAR, label, "10.0.2.2"),
            LabelledRoute.unicast(NEAR6, label == IMPLICIT_NULL ? label : label + 1, "2001:db8:2::2"));
        try (Asbr edge = edge(directory, north);
             BgpSpeaker customer = customer(name, edge.site().host(Site.EAST), near)) {
            final Map<LabelledRoute, Integer> up;
            final Map<LabelledRoute, Integer> down;
            try (GoBgp far = far(edge.site().host(Site.WEST))) {
                edge.start();
                up = Asbr.told(customer, FAR_TOLD);
                down = Asbr.told(far, NEAR_TOLD);
                assertThat(all(up, down).values()).doesNotHaveDuplicates().allMatch(each -> each >= 16);
                shouldForwardToFarSite(edge, up);
                shouldForwardToCustomer(edge, down, label);

                edge.shouldDrop(Site.WEST, up, "accept-class");
                edge.shouldDrop(Site.EAST, down, "accept-class");
                edge.shouldDrop(Site.NORTH, all(up, down), "accept-class");

                final LabelledRoute gone = near.getFirst();
                customer.withdraw(gone);
                Asbr.untilGone(far, NEAR_TOLD.subList(0, 1));
                edge.shouldDrop(Site.WEST, Map.of(NEAR_TOLD.getFirst(), down.get(NEAR_TOLD.getFirst())), "withdrawn");
                customer.announce(gone);
                shouldForwardToCustomer(edge, Asbr.told(far, NEAR_TOLD), label);
            }
            Asbr.untilGone(customer, FAR_TOLD);
            edge.shouldDrop(Site.EAST, up, "withdrawn");
            try (GoBgp far = far(edge.site().host(Site.WEST))) {
                shouldForwardToFarSite(edge, Asbr.told(customer, FAR_TOLD));
                final Map<LabelledRoute, Integer> again = Asbr.told(far, NEAR_TOLD);
                shouldForwardToCustomer(edge, again, label);
                customer.kill();
                Asbr.untilGone(far, NEAR_TOLD);
                edge.shouldDrop(Site.WEST, again, "withdrawn");
            }
        }
    }
}
