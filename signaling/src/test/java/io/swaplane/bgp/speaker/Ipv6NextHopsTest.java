package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.PeerRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told in IPv6 sessions, and IPv6 routes in IPv4 sessions (RFC 8950, RFC 4659 §3.2.1). */
class Ipv6NextHopsTest {
    private static final String ROUTE = "100:0 10.10.10.11/32";
    private static final String ROUTE6 = "100:0 2001:db8:a::/64";

    private final TestRouter router = new TestRouter();
    private final ScriptedPeer pe1 = new ScriptedPeer(router, "pe1", "1.1.1.1", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4, Family.VPNV6).up();

    @AfterEach
    void close() {
        router.close();
    }

    private ScriptedPeer ipv6(final Family... extended) {
        final List<Capability.ExtendedNextHop.Entry> entries =
            Stream.of(extended).map(each -> new Capability.ExtendedNextHop.Entry(each.numbers(), 2)).toList();
        return new ScriptedPeer(router, "asbr6", null, "2001:db8:6::6", 36,
            PeerRules.open(NextHop.of(TestRouter.ip("2001:db8:6::5"))).accept(TestRouter.EXT1),
            entries.isEmpty() ? List.of() : List.of(new Capability.ExtendedNextHop(entries)), Family.VPNV4, Family.VPNV6).up();
    }

    private void announceBoth() {
        pe1.announce(Family.VPNV4, ROUTE, 16, "1.1.1.1", ScriptedPeer.path().localPref(100).build());
        pe1.announce(Family.VPNV6, ROUTE6, 16, "1.1.1.1", ScriptedPeer.path().localPref(100).build());
        router.settle();
    }

    @Test
    void shouldTellItselfByItsIpv6AddressToWhomTakesThat() {
        final ScriptedPeer asbr6 = ipv6(Family.VPNV4);
        announceBoth();
        assertThat(asbr6.routes).hasEntrySatisfying(ROUTE, told -> assertThat(told).contains(" via 2001:db8:6::5 "))
            .hasEntrySatisfying(ROUTE6, told -> assertThat(told).contains(" via 2001:db8:6::5 "));
    }

    @Test
    void shouldTellNoIpv4RouteToAPeerThatTakesNoIpv6NextHops() {
        final ScriptedPeer asbr6 = ipv6();
        announceBoth();
        assertThat(asbr6.routes).containsOnlyKeys(ROUTE6);
        assertThat(asbr6.log).contains("end-of-rib vpnv4");
    }

    @Test
    void shouldGiveOneLabelForANextHopThatIsMappedInIpv6Routes() {
        final ScriptedPeer asbr3 = new ScriptedPeer(router, "asbr3", "10.5.5.5", 35, ScriptedPeer.rules().accept(TestRouter.EXT0),
            Family.VPNV4, Family.VPNV6).up();
        announceBoth();
        assertThat(asbr3.label(ROUTE)).isEqualTo(44);
        assertThat(asbr3.label(ROUTE6)).isEqualTo(44);
        pe1.withdraw(ROUTE);
        router.settle();
        assertThat(router.entry(44)).as("still told for the IPv6 route").endsWith("in use");
        pe1.withdraw(Family.VPNV6, ROUTE6);
        router.settle();
        assertThat(router.entry(44)).contains("withdrawn");
    }

    private ScriptedPeer client(final String address, final Capability... more) {
        return new ScriptedPeer(router, address, null, address, TestRouter.AS, ScriptedPeer.rules().client(true), List.of(more),
            Family.VPNV4).up();
    }

    /** RFC 8950 §4 and §5: a next hop that stays what it is is told in its own form, or the route is not told. */
    @Test
    void shouldReflectAnIpv6NextHopOfIpv4RoutesOnlyToWhomTakesThat() {
        final Capability takes = new Capability.ExtendedNextHop(List.of(new Capability.ExtendedNextHop.Entry(Family.VPNV4.numbers(), 2)));
        final ScriptedPeer from = client("1.1.1.7", takes);
        final ScriptedPeer able = client("1.1.1.8", takes);
        final ScriptedPeer unable = client("1.1.1.9");
        from.announce(Family.VPNV4, ROUTE, 16, "1.1.1.7", ScriptedPeer.path().localPref(100).build());
        router.settle();
        assertThat(unable.routes).containsOnlyKeys(ROUTE);
        from.announce(Family.VPNV4, ROUTE, 16, "2001:db8::7", ScriptedPeer.path().localPref(100).build());
        router.settle();
        assertThat(able.routes.get(ROUTE)).startsWith("label 16 via 2001:db8::7 ");
        assertThat(unable.routes).isEmpty();
        assertThat(unable.log).last().isEqualTo("withdraw " + ROUTE);
    }

    @Test
    void shouldNotTakeAMappedAddressOfItsOwnAsNextHop() {
        pe1.announce(Family.VPNV6, ROUTE6, 16, "2.2.2.2", ScriptedPeer.path().localPref(100).build());
        router.settle();
        assertThat(pe1.session().paths(Family.VPNV6)).isZero();
    }
}
