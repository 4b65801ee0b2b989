package io.swaplane.router.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.netlink.InterfaceAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kernel's own answers know no VRFs: subnets that it has in two of them are told. */
class SharedSubnetsTest {
    private static final Map<Integer, String> VRFS = Map.of(1, "red", 2, "blue", 3, "red");

    private static InterfaceAddress on(final int device, final String address, final int length) {
        return new InterfaceAddress(device, InetAddress.ofLiteral(address), length);
    }

    private static List<SharedSubnets.Pair> of(final InterfaceAddress... addresses) {
        return SharedSubnets.of(List.of(addresses), VRFS);
    }

    @Test
    void shouldFindASubnetOfTwoVrfs() {
        assertThat(of(on(1, "10.1.0.1", 24), on(2, "10.1.0.1", 24))).containsExactly(new SharedSubnets.Pair(1, 2, "10.1.0.0/24"));
        assertThat(of(on(1, "2001:db8:1::1", 64), on(2, "2001:db8:1::2", 64)))
            .containsExactly(new SharedSubnets.Pair(1, 2, "2001:db8:1::/64"));
    }

    @Test
    void shouldFindASubnetWithinAnotherOneOutsideOfVrfs() {
        assertThat(of(on(9, "10.0.0.1", 8), on(2, "10.1.0.1", 24))).containsExactly(new SharedSubnets.Pair(2, 9, "10.1.0.0/24"));
    }

    @Test
    void shouldFindNothingWithinOneVrfOrBesideVrfs() {
        assertThat(of(on(1, "10.1.0.1", 24), on(3, "10.1.0.2", 24))).isEmpty();
        assertThat(of(on(8, "10.1.0.1", 24), on(9, "10.1.0.2", 24))).isEmpty();
        assertThat(of(on(1, "10.1.0.1", 24), on(1, "10.1.0.2", 24))).isEmpty();
        assertThat(of(on(1, "10.1.0.1", 24), on(2, "10.1.1.1", 24))).isEmpty();
    }

    @Test
    void shouldNotCountAddressesThatEveryLinkHas() {
        assertThat(of(on(1, "fe80::1", 64), on(2, "fe80::1", 64), on(1, "127.0.0.1", 8), on(2, "127.0.0.1", 8))).isEmpty();
    }
}
