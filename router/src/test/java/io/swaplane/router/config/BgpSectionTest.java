package io.swaplane.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.bgp.message.Communities;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.LargeCommunity;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.policy.AsPathPattern;
import io.swaplane.bgp.policy.Change;
import io.swaplane.bgp.policy.Match;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.BestPathOptions;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.NextHopScope;
import io.swaplane.bgp.rib.SpeakerIdentity;
import io.swaplane.bgp.router.BgpPeer;
import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerKey;
import io.swaplane.bgp.session.PrefixLimit;
import io.swaplane.bgp.session.RestartSettings;
import io.swaplane.bgp.vpn.TargetFilter;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BgpSectionTest {
    private static final String ROUTER = """
        router: asbr2
        router-id: 2.2.2.2
        interfaces:
          - {name: core, port: p0, mac: "02:00:00:00:00:01", mpls: core, vrf: global, addresses: [10.20.20.2/30]}
          - {name: out, port: p1, mac: "02:00:00:00:00:02", mpls: external, vrf: global, addresses: [10.5.5.50/24, "2001:db8:5::50/64"]}
          - {name: ce, port: p2, mac: "02:00:00:00:00:03", vrf: red, addresses: [10.1.0.1/24]}
          - {name: ce2, port: p2, vlan: 8, mac: "02:00:00:00:00:03", mpls: external, vrf: red, addresses: [10.8.0.1/24]}
          - {name: ce.7, port: p2, vlan: 7, mpls: external, mac: "02:00:00:00:00:03", vrf: blue, addresses: [10.1.0.1/24]}
        neighbours: [{interface: ce, address: 10.1.0.9, mac: "02:00:00:00:00:13"},
                     {interface: core, address: 10.20.20.1, mac: "02:00:00:00:00:14"}]
        vrfs:
          - {name: red, rd: "100:1", import: ["100:1"], export: ["100:1"], networks: [10.9.0.0/16], redistribute: [connected, static],
             routes: [{prefix: 10.2.0.0/16, via: 10.1.0.9}]}
          - {name: blue, rd: "100:2", import: ["100:2"], tap: bluetap}
          - {name: alone}
        """;

    private static BgpSettings read(final String bgp) throws ConfigException {
        return ConfigFile.readLive("bgp.yaml", (ROUTER + bgp).getBytes(StandardCharsets.UTF_8), Host.NONE).bgp();
    }

    private static BgpPeer neighbor(final String neighbor) throws ConfigException {
        return read("bgp: {as: 42, neighbors: [" + neighbor + "]}").peers().getFirst();
    }

    private static InetAddress ip(final String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void shouldSpeakNoBgpUnlessAsked() throws Exception {
        assertThat(ConfigFile.readLive("x.yaml", """
            router: r1
            router-id: 1.1.1.1
            interfaces: [{name: a, port: a, mac: "02:00:00:00:00:01"}]
            """.getBytes(StandardCharsets.UTF_8), Host.NONE).bgp()).isNull();
    }

    @Test
    void shouldFillInWhatIsNotSaid() throws Exception {
        final BgpSettings settings = read("bgp: {as: 4200000000}");

        assertThat(settings.as()).isEqualTo(4_200_000_000L);
        assertThat(settings.listen()).containsExactly(new InetSocketAddress(ip("0.0.0.0"), 179), new InetSocketAddress(ip("::"), 179));
        assertThat(settings.options().identity()).isEqualTo(new SpeakerIdentity(0x02020202, 0x02020202));
        assertThat(settings.options().bestPath()).isEqualTo(BestPathOptions.STANDARD);
        assertThat(settings.options().labelPerRoute()).isFalse();
        assertThat(settings.options().kept()).as("what VRFs import")
            .isEqualTo(TargetFilter.of(List.of(RouteTarget.parse("100:1"), RouteTarget.parse("100:2"))));
    }

    @Test
    void shouldReadWhatIsSaidOfTheRouter() throws Exception {
        final BgpSettings settings = read("""
            bgp:
              as: 42
              listen: ["10.5.5.50:1790"]
              cluster-id: 2.2.2.3
              retain: all
              labels: per-route
              best-path: {always-compare-med: true, prefer-oldest: true, multipath: 4}
              next-hops: [{address: 1.1.1.1, metric: 3, index: 29}, {address: 3.3.3.3}]
              networks: [10.10.10.11/32]
            """);

        assertThat(settings.listen()).containsExactly(new InetSocketAddress(ip("10.5.5.50"), 1790));
        assertThat(settings.options().identity()).isEqualTo(new SpeakerIdentity(0x02020202, 0x02020203));
        assertThat(settings.options().kept()).isEqualTo(TargetFilter.retainAll());
        assertThat(settings.options().labelPerRoute()).isTrue();
        assertThat(settings.options().bestPath()).isEqualTo(new BestPathOptions(true, true, 4));
        assertThat(settings.metrics()).isEqualTo(Map.of(NextHop.of(ip("1.1.1.1")), 3));
        assertThat(settings.indices()).isEqualTo(Map.of(NextHop.of(ip("1.1.1.1")), 29));
        assertThat(settings.networks()).containsExactly(Prefix.parse("10.10.10.11/32"));
    }

    @Test
    void shouldTellHostsToWhichTunnelsLeadFromOtherNetworks() throws Exception {
        final BgpSettings settings = read("""
            next-hops: [{index: 1, interface: core, neighbour: 10.20.20.1, push: [34]}]
            tunnels: [{endpoint: 1.1.1.1, owner: static, next-hop: 1}, {endpoint: 2.2.0.0, owner: static, next-hop: 1}]
            bgp: {as: 42, networks: [1.1.1.1/32, 2.2.0.0/16, 3.3.3.3/32]}
            """);
        assertThat(settings.networks()).hasSize(3);
        assertThat(settings.endpoints()).containsExactly(Prefix.parse("1.1.1.1/32"));
    }

    @Test
    void shouldTakeVrfsWithARouteDistinguisherAndWhatTheyOriginate() throws Exception {
        final BgpSettings settings = read("bgp: {as: 42}");

        assertThat(settings.vrfs()).extracting(each -> each.vrf().name()).containsExactly("red", "blue");
        assertThat(settings.vrfs().getFirst().networks()).containsExactly(Prefix.parse("10.9.0.0/16"), Prefix.parse("10.1.0.0/24"),
            Prefix.parse("10.8.0.0/24"), Prefix.parse("10.2.0.0/16"));
    }

    @Test
    void shouldAcceptLabelsToldToAnExternalNeighborFromItsInterfaceAlone() throws Exception {
        final BgpPeer peer = neighbor("{address: 10.5.5.5, as: 35, name: asbr3, families: [vpnv4, vpnv6]}");

        assertThat(peer.name()).isEqualTo("asbr3");
        assertThat(peer.rules().accept()).isEqualTo(new Accept.Interface("out"));
        assertThat(peer.rules().selfIpv4()).isEqualTo(NextHop.of(ip("10.5.5.50")));
        assertThat(peer.rules().importPolicy()).as("RFC 8212").isSameAs(Policy.REJECT);
        assertThat(peer.rules().exportPolicy()).isSameAs(Policy.REJECT);
        assertThat(peer.session().localAddress()).contains(ip("10.5.5.50"));
        assertThat(peer.session().key()).isEqualTo(new PeerKey("", ip("10.5.5.5")));
        assertThat(peer.session().families()).containsExactlyInAnyOrder(Family.VPNV4, Family.VPNV6);
        assertThat(peer.session().ttl()).isEqualTo(1);
    }

    @Test
    void shouldAcceptLabelsToldToAnInternalNeighborFromTheCore() throws Exception {
        final BgpPeer peer = neighbor("{address: 1.1.1.1, as: internal, local-address: 2.2.2.2, families: [vpnv4], next-hop: self, "
            + "route-reflector-client: true}");

        assertThat(peer.name()).isEqualTo("1.1.1.1");
        assertThat(peer.rules().accept()).isEqualTo(new Accept.Core());
        assertThat(peer.rules().importPolicy()).isSameAs(Policy.ACCEPT);
        assertThat(peer.rules().nextHopRule()).isEqualTo(NextHopRule.SELF);
        assertThat(peer.rules().client()).isTrue();
    }

    @Test
    void shouldOpenUpToExternalNeighborsByOneLine() throws Exception {
        final BgpPeer peer = read("""
            bgp:
              as: 42
              ebgp-requires-policy: false
              neighbors: [{address: 10.5.5.5, as: 35, families: [vpnv4]}]
            """).peers().getFirst();

        assertThat(peer.rules().importPolicy()).isSameAs(Policy.ACCEPT);
        assertThat(peer.rules().exportPolicy()).isSameAs(Policy.ACCEPT);
    }

    @Test
    void shouldKeepSessionsOfVrfsApartByWhatTheyAreBoundTo() throws Exception {
        final List<BgpPeer> peers = read("""
            bgp:
              as: 42
              neighbors:
                - {address: 10.1.0.2, as: 65001, vrf: red, name: ce-red}
                - {address: 10.1.0.2, as: 65001, vrf: blue}
            """).peers();

        assertThat(peers.get(0).session().key()).isEqualTo(new PeerKey("p2", ip("10.1.0.2")));
        assertThat(peers.get(0).session().ttl()).isEqualTo(1);
        assertThat(peers.get(0).session().families()).containsExactly(Family.IPV4_UNICAST);
        assertThat(peers.get(1).vrf()).isEqualTo("blue");
        assertThat(peers.get(1).session().key()).as("behind a VLAN").isEqualTo(new PeerKey("bluetap", ip("10.1.0.2")));
        assertThat(peers.get(1).session().ttl()).as("the TAP device counts as a hop").isEqualTo(2);
    }

    @Test
    void shouldReadWhatASessionAgreesOn() throws Exception {
        final BgpPeer peer = neighbor("{address: 10.5.5.5, as: external, families: [vpnv4], md5: key, ttl-security: 1, passive: true, "
            + "hold-time: 0s, port: 1790, max-prefixes: {vpnv4: {limit: 1000, warn-at: 50, restart: 5m}}, allow-as: 2, as-override: true, "
            + "shutdown: true, extended-messages: false, accept: router, next-hop: unchanged}");

        assertThat(peer.shutdown()).isTrue();
        assertThat(peer.session().remoteAs()).isEqualTo(PeerAs.EXTERNAL);
        assertThat(peer.session().md5Key()).contains("key");
        assertThat(peer.session().leastTtl()).isEqualTo(255);
        assertThat(peer.session().passive()).isTrue();
        assertThat(peer.session().holdSeconds()).isZero();
        assertThat(peer.session().port()).isEqualTo(1790);
        assertThat(peer.session().extendedMessages()).isFalse();
        assertThat(peer.session().prefixLimit(Family.VPNV4)).contains(new PrefixLimit(1000, 50, false, 300));
        assertThat(peer.rules().allowAs()).isEqualTo(2);
        assertThat(peer.rules().asOverride()).isTrue();
        assertThat(peer.rules().accept()).isEqualTo(new Accept.Router());
        assertThat(peer.rules().nextHopRule()).isEqualTo(NextHopRule.UNCHANGED);
    }

    @Test
    void shouldTakeIpv6NextHopsOfIpv4RoutesFromAnIpv6Neighbor() throws Exception {
        final BgpPeer peer = neighbor("{address: \"2001:db8:5::5\", as: 35, families: [vpnv4, vpnv6, ipv6-unicast, "
            + "ipv4-labeled-unicast, ipv6-labeled-unicast, ipv4-unicast, route-target]}");

        assertThat(peer.session().ipv6NextHops())
            .containsExactlyInAnyOrder(Family.VPNV4, Family.IPV4_UNICAST, Family.IPV4_LABELED);
        assertThat(peer.rules().selfIpv6()).isEqualTo(NextHop.of(ip("2001:db8:5::50")));
        assertThat(peer.rules().selfIpv4()).isNull();
    }

    @Test
    void shouldRefusePlainIpv6RoutesOfAnIpv4NeighborAndNeighborsOfALink() {
        assertThatThrownBy(() -> neighbor("{address: 10.5.5.5, as: 35, families: [ipv6-unicast]}")).hasMessageContaining(
            "'ipv6-unicast' is not possible with an IPv4 neighbor outside of VRFs: use ipv4-unicast, ipv4-labeled-unicast, "
                + "ipv6-labeled-unicast, vpnv4, vpnv6, route-target");
        assertThatThrownBy(() -> neighbor("{address: \"fe80::5\", as: 35, interface: out, families: [vpnv6]}")).hasMessageContaining(
            "bgp.neighbors[0].address: fe80::5 is a link-local address");
    }

    private static BgpPeer withNull(final String from, final String neighbor) throws ConfigException {
        return read("bgp: {as: 42, neighbors: [{explicit-null: true, " + neighbor + "}]}\nmpls: {special-labels: {explicit-null-from: "
            + from + "}}").peers().getFirst();
    }

    @Test
    void shouldTellExplicitNullOnlyWhereItIsTaken() throws Exception {
        final String internal = "address: 1.1.1.1, as: internal, local-address: 2.2.2.2, families: [ipv4-labeled-unicast]";
        final String external = "address: 10.5.5.5, as: 35, families: [ipv4-labeled-unicast]";
        assertThat(withNull("core", internal).rules().explicitNull()).isTrue();
        assertThat(withNull("any", external).rules().explicitNull()).isTrue();
        assertThat(neighbor("{" + external + "}").rules().explicitNull()).isFalse();
        assertThatThrownBy(() -> withNull("core", external)).hasMessageContaining("bgp.neighbors[0].explicit-null: ")
            .hasMessageContaining("'special-labels.explicit-null-from: any'");
        assertThatThrownBy(() -> withNull("any", external.replace("ipv4-labeled-unicast", "vpnv4")))
            .hasMessageContaining("no family here is labelled unicast");
        assertThatThrownBy(() -> withNull("any", "address: 10.1.0.2, as: 65001, vrf: red, accept: {interface: ce2}, "
            + "families: [ipv4-labeled-unicast]")).hasMessageContaining("not to VRF 'red'");
    }

    private static String customer(final String setting) {
        return "{address: 10.8.0.2, as: 65001, vrf: red, families: [ipv4-labeled-unicast], " + setting + "}";
    }

    @Test
    void shouldAcceptLabelsOfAVrfFromThatVrfAlone() throws Exception {
        assertThat(neighbor(customer("accept: {interface: ce2}")).rules().accept()).isEqualTo(new Accept.Interface("ce2"));
        final String wrong = "bgp.neighbors[0].accept: a label told to a neighbor in VRF 'red' leads into it, and would be valid ";
        for (final String each : List.of("core", "router", "{interface: out}")) {
            assertThatThrownBy(() -> neighbor(customer("accept: " + each))).hasMessageContaining(wrong + "outside of it");
        }
        assertThatThrownBy(() -> neighbor(customer("accept: {interface: ce.7}"))).hasMessageContaining(wrong + "from VRF 'blue'");
        assertThatThrownBy(() -> read("bgp: {as: 42, neighbors: [" + customer("accept: {set: both}") + "]}\n"
            + "accept-sets: [{name: both, members: [{interface: ce.7}]}]")).hasMessageContaining(wrong + "from VRF 'blue'");
        assertThatThrownBy(() -> neighbor(customer("accept: {interface: none}"))).hasMessageNotContaining(wrong);
        assertThatThrownBy(() -> neighbor("{address: 10.5.5.5, as: 35, families: [vpnv4], accept: {interface: ce2}}"))
            .hasMessageContaining("bgp.neighbors[0].accept: a label told to a neighbor outside of VRFs").hasMessageContaining("VRF 'red'");
    }

    @Test
    void shouldTellLabelledRoutesOfAVrfWithThisRouterAsNextHopAlone() throws Exception {
        assertThatThrownBy(() -> neighbor(customer("next-hop: unchanged"))).hasMessageContaining("bgp.neighbors[0].next-hop: ")
            .hasMessageContaining("in a VRF labelled routes are told with this router as next hop");
        assertThat(neighbor(customer("next-hop: unchanged").replace("-labeled", "")).rules().nextHopRule())
            .isEqualTo(NextHopRule.UNCHANGED);
    }

    @Test
    void shouldKeepNextHopsOfNeighborsOneHopAwayToTheirLink() throws Exception {
        final String external = "{address: 10.5.5.5, as: 35, families: [vpnv4], ";
        assertThat(neighbor(external + "}").rules().scope()).isEqualTo(NextHopScope.link("out"));
        assertThat(neighbor(external + "ttl-security: 1}").rules().scope()).isEqualTo(NextHopScope.link("out"));
        assertThat(neighbor(external + "ttl-security: 2}").rules().scope()).isEqualTo(NextHopScope.ANYWHERE);
        assertThat(neighbor(external + "multihop: 8}").rules().scope()).isEqualTo(NextHopScope.ANYWHERE);
        assertThat(neighbor(customer("as-override: true")).rules().scope()).isEqualTo(NextHopScope.link("ce2"));
    }

    @Test
    void shouldEndSessionsOfExternalNeighborsOneHopAwayWithTheirPort() throws Exception {
        final String external = "{address: 10.5.5.5, as: 35, families: [vpnv4], ";
        assertThat(neighbor(external + "}").port()).isEqualTo("p1");
        assertThat(neighbor(external + "ttl-security: 1}").port()).isEqualTo("p1");
        assertThat(neighbor(external + "ttl-security: 2}").port()).isNull();
        assertThat(neighbor(external + "multihop: 8}").port()).isNull();
        assertThat(neighbor(customer("as-override: true")).port()).as("behind a VLAN").isEqualTo("p2");
        assertThat(neighbor("{address: 10.20.20.1, as: internal, families: [vpnv4]}").port()).isNull();
        assertThat(read("bgp: {as: 42, fast-external-fallover: false, neighbors: [" + external + "}]}").peers().getFirst().port()).isNull();
    }

    @Test
    void shouldReadPoliciesInTheirOrder() throws Exception {
        final BgpPeer peer = read("""
            bgp:
              as: 42
              policies:
                - name: x
                  rules:
                    - match: {prefixes: [10.0.0.0/8 le 24, 10.1.0.0/16, 10.2.0.0/16 ge 24], community: 42:1, large-community: 42:1:2,
                              target: [100:1, 100:2], as-path: 42 * 35, as-path-length: 3, neighbor: asbr3,
                              families: [vpnv4, vpnv6]}
                      set: {local-pref: 200, med: 4294967295, communities: {add: [42:7], remove: [no-export]}, next-hop: 9.9.9.9,
                            large-communities: {set: [42:3:4]}, targets: {set: [100:9]}, prepend: 2}
                    - {action: reject}
                  otherwise: accept
              neighbors: [{address: 10.5.5.5, as: 35, name: asbr3, families: [vpnv4], import: accept, export: x}]
            """).peers().getFirst();

        assertThat(peer.rules().importPolicy()).isSameAs(Policy.ACCEPT);
        assertThat(peer.rules().exportPolicy()).isEqualTo(new Policy("x", List.of(
            new Rule(List.of(
                new Match.Prefixes(List.of(Match.Range.of(Prefix.parse("10.0.0.0/8"), 8, 24),
                    Match.Range.exactly(Prefix.parse("10.1.0.0/16")), Match.Range.of(Prefix.parse("10.2.0.0/16"), 24, 32))),
                new Match.Families(Set.of(Family.VPNV4, Family.VPNV6)), new Match.Community(Communities.parse("42:1")),
                new Match.Large(LargeCommunity.parse("42:1:2")),
                new Match.Target(RouteTarget.parse("100:1")), new Match.Target(RouteTarget.parse("100:2")),
                new Match.Path(AsPathPattern.parse("42 * 35")), new Match.PathLength(0, 3), new Match.Neighbour("asbr3")), true,
                List.of(new Change.LocalPref(200), new Change.Med(4_294_967_295L), new Change.RemoveCommunity(Communities.NO_EXPORT),
                    new Change.AddCommunity(Communities.parse("42:7")), new Change.RemoveAllLarge(),
                    new Change.AddLarge(LargeCommunity.parse("42:3:4")), new Change.RemoveTargets(),
                    new Change.AddTarget(RouteTarget.parse("100:9")), new Change.Prepend(42, 2)), NextHop.of(ip("9.9.9.9"))),
            Rule.reject()), true));
    }

    @Test
    void shouldBeEqualWhenTheFileSaysTheSame() throws Exception {
        final String text = "bgp: {as: 42, policies: [{name: x, rules: [{match: {target: 100:1}}]}], "
            + "neighbors: [{address: 10.5.5.5, as: 35, md5: one, families: [vpnv4], import: x}]}";

        assertThat(read(text)).isEqualTo(read(text)).hasSameHashCodeAs(read(text));
        assertThat(Set.of(read(text), read(text.replace("md5: one", "md5: two")), read(text.replace("target: 100:1", "target: 100:2")),
            read(text.replace("as: 42,", "as: 42, retain: [100:7],")))).hasSize(4);
    }

    @Test
    void shouldExchangeRouteTargetsBesideVpnRoutes() throws Exception {
        assertThat(neighbor("{address: 1.1.1.1, as: internal, local-address: 2.2.2.2, families: [vpnv4, route-target]}")
            .session().families()).containsExactlyInAnyOrder(Family.VPNV4, Family.ROUTE_TARGET);
        assertThatThrownBy(() -> neighbor("{address: 1.1.1.1, as: internal, local-address: 2.2.2.2, families: [route-target]}"))
            .hasMessageContaining("vpnv4 or vpnv6");
    }

    @Test
    void shouldKeepWhatVrfsAndNeighborsWantWhenToldSo() throws Exception {
        assertThat(read("bgp: {as: 42, retain: wanted}").options().kept())
            .isEqualTo(TargetFilter.ofPeersAnd(List.of(RouteTarget.parse("100:1"), RouteTarget.parse("100:2"))))
            .isNotEqualTo(read("bgp: {as: 42}").options().kept());
        assertThat(read("bgp: {as: 42}").options().targetsWait()).hasSeconds(60);
        assertThat(read("bgp: {as: 42, route-target-wait: 5s}").options().targetsWait()).hasSeconds(5);
        assertThatThrownBy(() -> read("bgp: {as: 42, retain: some}")).hasMessageContaining("bgp.retain: ");
    }

    private static RestartSettings restarts(final String bgp, final String neighbor) throws ConfigException {
        return read("bgp: {as: 42, " + bgp + "neighbors: [{address: 1.1.1.1, as: internal, local-address: 2.2.2.2, families: [vpnv4]"
            + neighbor + "}]}").peers().getFirst().session().gracefulRestart().orElse(null);
    }

    @Test
    void shouldHelpNeighborsThatRestartUnlessToldOtherwise() throws Exception {
        assertThat(restarts("", "")).isEqualTo(new RestartSettings(false, 120, 300));
        assertThat(restarts("graceful-restart: {mode: off}, ", "")).isNull();
        assertThat(restarts("graceful-restart: {mode: full, restart-time: 60s, stale-time: 10m}, ", ""))
            .isEqualTo(new RestartSettings(true, 60, 600));
        assertThat(restarts("graceful-restart: {mode: full, restart-time: 60s}, ", ", graceful-restart: {mode: helper, stale-time: 1m}"))
            .isEqualTo(new RestartSettings(false, 60, 60));
        assertThatThrownBy(() -> restarts("graceful-restart: {mode: on}, ", "")).hasMessageContaining("graceful-restart.mode");
        assertThatThrownBy(() -> restarts("graceful-restart: {restart-time: 4096s}, ", "")).hasMessageContaining("1s to 4095s");
    }

    @Test
    void shouldTakeNoRestartTimeThatNeighborsAreNotTold() throws Exception {
        final String refused = "restart-time: 60s is what a restarting router tells its neighbors: set 'mode: full', or leave it out";
        for (final String mode : List.of("", "mode: helper, ", "mode: off, ")) {
            assertThatThrownBy(() -> restarts("graceful-restart: {" + mode + "restart-time: 60s}, ", "")).as(mode)
                .hasMessageContaining("bgp.graceful-restart." + refused);
            assertThatThrownBy(() -> restarts("", ", graceful-restart: {" + mode + "restart-time: 60s}")).as(mode)
                .hasMessageContaining("bgp.neighbors[0].graceful-restart." + refused);
        }
        assertThat(restarts("graceful-restart: {mode: full}, ", ", graceful-restart: {restart-time: 60s}"))
            .isEqualTo(new RestartSettings(true, 60, 300));
        assertThat(restarts("graceful-restart: {restart-time: 60s}, ", ", graceful-restart: {mode: full}"))
            .as("what a neighbor inherits").isEqualTo(new RestartSettings(true, 60, 300));
    }
}
