package io.swaplane.bgp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.Communities;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.LargeCommunity;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteTarget;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies match and change. */
class PolicyTest {
    private static final PathAttributes PLAIN = PathAttributes.builder().asPath(AsPath.sequence(42, 7, 35)).build();

    private static int decide(final Policy policy, final String prefix, final PathAttributes attributes, final String neighbour) {
        final Prefix parsed = Prefix.parse(prefix);
        return policy.decide(parsed.address().getAddress().length == 4 ? Family.VPNV4 : Family.VPNV6, Addresses.high(parsed.address()),
            Addresses.low(parsed.address()), parsed.length(), attributes, neighbour);
    }

    private static boolean matches(final Match match, final String prefix, final PathAttributes attributes) {
        return decide(new Policy("one", List.of(Rule.accept(List.of(match))), false), prefix, attributes, "pe1") == 0;
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.0/16, 16, 16, 10.1.0.0/16, true", "10.1.0.0/16, 16, 16, 10.1.1.0/24, false",
        "10.1.0.0/16, 24, 32, 10.1.1.0/24, true", "10.1.0.0/16, 24, 32, 10.1.0.0/20, false", "10.1.0.0/16, 24, 32, 10.2.1.0/24, false",
        "0.0.0.0/0, 0, 32, 10.2.1.0/24, true",
        "2001:db8::/32, 48, 64, 2001:db8:1::/48, true", "0.0.0.0/0, 0, 32, ::/0, false"})
    void shouldMatchPrefixesWithinARange(final String within, final int least, final int most, final String prefix,
                                           final boolean expected) {
        assertThat(matches(new Match.Prefixes(List.of(Match.Range.of(Prefix.parse(within), least, most))), prefix, PLAIN))
            .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"42 7 35, true", "42 . 35, true", "42 *, true", "* 35, true", "42 * 35, true", "42 35, false", "* 7 *, true", "., false",
        "*, true", "* 42, false", "* . 7 * 35, true"})
    void shouldMatchPathsThatLookLikeThePattern(final String pattern, final boolean expected) {
        assertThat(AsPathPattern.parse(pattern).matches(PLAIN.asPath())).isEqualTo(expected);
    }

    @Test
    void shouldMatchWhatARouteCarries() {
        final PathAttributes rich = PLAIN.toBuilder().communities(Communities.BLACKHOLE)
            .largeCommunities(List.of(LargeCommunity.parse("1:2:3"))).extendedCommunities(RouteTarget.parse("100:1").value()).build();
        final List<Match> matches = List.of(new Match.Community(Communities.BLACKHOLE), new Match.Large(LargeCommunity.parse("1:2:3")),
            new Match.Target(RouteTarget.parse("100:1")));
        for (final Match match : matches) {
            assertThat(matches(match, "10.0.0.0/8", rich)).isTrue();
            assertThat(matches(match, "10.0.0.0/8", PLAIN)).isFalse();
        }
        assertThat(matches(new Match.PathContains(7), "10.0.0.0/8", PLAIN)).isTrue();
        assertThat(matches(new Match.PathOriginates(35), "10.0.0.0/8", PLAIN)).isTrue();
        assertThat(matches(new Match.PathOriginates(42), "10.0.0.0/8", PLAIN)).isFalse();
        assertThat(matches(new Match.PathLength(3, 3), "10.0.0.0/8", PLAIN)).isTrue();
        assertThat(matches(new Match.Neighbour("pe1"), "10.0.0.0/8", PLAIN)).isTrue();
        assertThat(matches(new Match.Neighbour("pe2"), "10.0.0.0/8", PLAIN)).isFalse();
    }

    @Test
    void shouldLetTheFirstRuleThatMatchesDecide() {
        final Policy policy = new Policy("ordered", List.of(Rule.reject(new Match.PathContains(7)), Rule.accept(List.of())), false);
        assertThat(Policy.isAccepted(decide(policy, "10.0.0.0/8", PLAIN, null))).isFalse();
        assertThat(decide(policy, "10.0.0.0/8", PathAttributes.builder().build(), null)).isOne();
    }

    @Test
    void shouldRejectWhatNoRuleMatchesUnlessItAcceptsOthers() {
        final Rule never = Rule.accept(List.of(new Match.PathContains(99)));
        assertThat(decide(new Policy("closed", List.of(never), false), "10.0.0.0/8", PLAIN, null)).isEqualTo(Policy.REJECTED);
        assertThat(decide(new Policy("open", List.of(never), true), "10.0.0.0/8", PLAIN, null)).isEqualTo(Policy.ACCEPTED);
    }

    @Test
    void shouldTakeAndGiveNothingExternallyWithoutAPolicy() {
        assertThat(Policy.standard(false, true)).isSameAs(Policy.REJECT);
        assertThat(Policy.standard(false, false)).isSameAs(Policy.ACCEPT);
        assertThat(Policy.standard(true, true)).isSameAs(Policy.ACCEPT);
    }

    @Test
    void shouldChangeInOrderAndShareWhatItMade() {
        final RouteTarget target = RouteTarget.parse("100:2");
        final Policy policy = new Policy("changes", List.of(new Rule(List.of(), true, List.of(new Change.LocalPref(300), new Change.Med(5),
            new Change.AddCommunity(Communities.NO_EXPORT), new Change.RemoveTargets(), new Change.AddTarget(target),
            new Change.AddLarge(LargeCommunity.parse("1:2:3")), new Change.Prepend(42, 2)),
            NextHop.of(InetAddress.ofLiteral("192.0.2.1")))), false);
        final PathAttributes from = PLAIN.toBuilder().extendedCommunities(RouteTarget.parse("100:1").value()).build();
        final int decision = decide(policy, "10.0.0.0/8", from, null);
        final PathAttributes to = Policy.change(policy, decision, from);
        assertThat(to).hasToString("origin incomplete, as-path 42 42 42 7 35, med 5, local-pref 300, communities no-export, "
            + "ext-communities RT:100:2, large-communities 1:2:3");
        assertThat(Policy.change(policy, decision, from)).isSameAs(to);
        assertThat(policy.nextHop(decision)).hasToString("192.0.2.1");
    }
}
