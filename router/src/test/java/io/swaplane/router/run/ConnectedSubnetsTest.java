package io.swaplane.router.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.netlink.InterfaceAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectedSubnetsTest {
    private final List<InterfaceAddress> addresses = new ArrayList<>();
    private final ConnectedSubnets subnets = new ConnectedSubnets(Map.of(2, "core0", 3, "core1"), () -> addresses);

    private static InetAddress ip(final String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }

    private void add(final int index, final String address, final int prefixLength) throws UnknownHostException {
        addresses.add(new InterfaceAddress(index, ip(address), prefixLength));
    }

    private Optional<String> find(final String address) throws UnknownHostException {
        return subnets.interfaceOf(ip(address));
    }

    @Test
    void shouldFindTheInterfaceOfASubnet() throws Exception {
        add(2, "10.0.0.1", 22);
        add(3, "2001:db8::1", 64);
        assertThat(find("10.0.3.255")).contains("core0");
        assertThat(find("10.0.4.0")).isEmpty();
        assertThat(find("2001:db8::ffff")).contains("core1");
        assertThat(find("2001:db8:0:1::1")).isEmpty();
        addresses.clear();
        assertThat(find("10.0.3.255")).isEmpty();
    }

    @Test
    void shouldPreferTheLongestPrefixAndThenTheFirstInterface() throws Exception {
        add(2, "10.0.0.1", 16);
        add(3, "10.0.0.2", 24);
        assertThat(find("10.0.0.9")).contains("core1");
        assertThat(find("10.0.9.9")).contains("core0");
        add(2, "10.0.0.3", 24);
        assertThat(find("10.0.0.9")).contains("core0");
    }

    @Test
    void shouldLeaveInterfacesWithoutMplsAlone() throws Exception {
        add(9, "10.0.0.1", 24);
        assertThat(find("10.0.0.9")).isEmpty();
    }

    @Test
    void shouldFindNeitherItselfNorWhatIsOnEveryLink() throws Exception {
        add(2, "10.0.0.1", 24);
        add(3, "10.0.0.2", 24);
        add(2, "fe80::1", 64);
        assertThat(find("10.0.0.2")).isEmpty();
        assertThat(find("fe80::2")).isEmpty();
    }

    @Test
    void shouldKnowPrefixesOfAllAndOfNoBits() throws Exception {
        add(2, "10.0.0.1", 32);
        assertThat(find("10.0.0.0")).isEmpty();
        add(3, "10.9.0.1", 0);
        assertThat(find("192.0.2.1")).contains("core1");
    }
}
