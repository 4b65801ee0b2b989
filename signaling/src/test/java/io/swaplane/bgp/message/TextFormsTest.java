package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.intent.RouteTarget;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How attributes and addresses are written for people. */
class TextFormsTest {
    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "1::", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7:8",
        "fe80::1:2", "0:1::", "::2:0:3"})
    void shouldWriteIpv6AddressesInTheShortestForm(final String text) {
        final InetAddress address = InetAddress.ofLiteral(text);
        assertThat(Addresses.text(false, Addresses.high(address), Addresses.low(address))).isEqualTo(text);
        assertThat(Addresses.address(false, Addresses.high(address), Addresses.low(address))).isEqualTo(address);
    }

    @Test
    void shouldWriteIpv4Addresses() {
        final InetAddress address = InetAddress.ofLiteral("255.1.0.9");
        assertThat(NextHop.of(address)).hasToString("255.1.0.9");
        assertThat(NextHop.of(address).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"65000:1", "0:0", "no-export", "no-advertise", "local-as", "no-peer", "blackhole", "graceful-shutdown",
        "llgr-stale",
        "no-llgr"})
    void shouldReadCommunitiesAsTheyAreWritten(final String text) {
        assertThat(Communities.text(Communities.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536:1", "1", "a:b", "1:2:3"})
    void shouldRefuseWhatIsNoCommunity(final String text) {
        assertThatThrownBy(() -> Communities.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource({"0002006400000001,RT:100:1,true", "0102c00002010007,RT:192.0.2.1:7,true", "0202000100000005,RT:65536:5,true",
        "0003006400000001,SoO:100:1,false", "030c000000000008,0x030c000000000008,false", "4004006400000001,0x4004006400000001,false"})
    void shouldWriteExtendedCommunities(final String hex, final String text, final boolean target) {
        final long community = Long.parseUnsignedLong(hex, 16);
        assertThat(ExtendedCommunities.text(community)).isEqualTo(text);
        assertThat(ExtendedCommunities.isRouteTarget(community)).isEqualTo(target);
        assertThat(ExtendedCommunities.isTransitive(community)).isEqualTo(!hex.startsWith("4"));
        assertThat(ExtendedCommunities.isSiteOfOrigin(community)).isEqualTo(text.startsWith("SoO"));
    }

    @Test
    void shouldReadLargeCommunitiesAsTheyAreWritten() {
        assertThat(LargeCommunity.parse("4200000000:1:2")).hasToString("4200000000:1:2");
        assertThatThrownBy(() -> LargeCommunity.parse("1:2")).hasMessageContaining("1:2 is no large community");
        assertThatThrownBy(() -> LargeCommunity.parse("1:2:4294967296")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldWriteAttributesInOneLine() {
        assertThat(PathAttributes.builder().origin(BgpOrigin.EGP).asPath(AsPath.sequence(42,
            35)).med(10).localPref(200).atomicAggregate(true)
            .aggregator(new Aggregator(35, 0x0a000001)).communities(Communities.NO_EXPORT, 42 << 16 | 7).originatorId(0x01010101)
            .clusterList(0x02020202, 0x03030303).extendedCommunities(RouteTarget.parse("100:1").value())
            .largeCommunities(List.of(new LargeCommunity(1, 2, 3))).others(List.of(new RawAttribute(0xE0, 40, new byte[] {1, 2}))).build())
            .hasToString("origin EGP, as-path 42 35, med 10, local-pref 200, atomic-aggregate, aggregator 35 10.0.0.1, "
                + "communities no-export 42:7, originator-id 1.1.1.1, cluster-list 2.2.2.2 3.3.3.3, ext-communities RT:100:1, "
                + "large-communities 1:2:3, attribute 40 0102");
        assertThat(PathAttributes.builder().build()).hasToString("origin incomplete, as-path empty");
    }

    @Test
    void shouldWriteRouteTargetMembership() {
        final long target = RouteTarget.parse("100:1").value();
        final long high = RouteTargetMembership.high(65000, target);
        final long low = RouteTargetMembership.low(target);
        assertThat(RouteTargetMembership.text(high, low, 96)).isEqualTo("65000:RT:100:1/96");
        assertThat(RouteTargetMembership.text(0, 0, 0)).isEqualTo("default");
        assertThat(RouteTargetMembership.as(high)).isEqualTo(65000);
        assertThat(RouteTargetMembership.routeTarget(high, low)).isEqualTo(target);
    }
}
