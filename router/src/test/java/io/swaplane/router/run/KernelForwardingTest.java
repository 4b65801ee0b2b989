package io.swaplane.router.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netlink.Link;
import io.swaplane.io.netns.Wires;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelForwardingTest {
    @Test
    void shouldLookAtEverythingThatAnInterfaceCarries() {
        final List<Link> links = List.of(link(5, "red.100.7", 4), link(4, "red.100", 3), link(3, "red", 0), link(2, "blue", 0),
            link(6, "blue.1", 2), link(1, "lo", 0));
        assertThat(KernelForwarding.withShares(List.of("red"), links)).containsExactlyInAnyOrder("red", "red.100", "red.100.7");
        assertThat(KernelForwarding.withShares(List.of("green"), links)).as("one that is missing").containsExactly("green");
        assertThat(KernelForwarding.withShares(List.of(), links)).isEmpty();
    }

    @Test
    void shouldRefuseWhatBelongsToABridgeAndLookAtTheKernelVrfOfWhatBelongsToOne() throws StartException {
        final List<Link> links = List.of(member(2, "red", "", 9), member(3, "red.7", "vlan", 8), link(9, "vrf-red", "vrf"),
            link(8, "br0", "bridge"), link(4, "blue", ""));
        assertThat(KernelForwarding.withShares(List.of("red"), links)).containsExactlyInAnyOrder("red", "vrf-red");
        KernelForwarding.refuseMembers(List.of("red", "vrf-red", "blue", "missing"), links);
        assertThatThrownBy(() -> KernelForwarding.refuseMembers(List.of("red", "red.7"), links)).isInstanceOf(StartException.class)
            .hasMessageContainingAll("red.7 is to take IP packets here, but belongs to br0", "`ip link set red.7 nomaster`");
    }

    private static Link member(final int index, final String name, final String kind, final int master) {
        return new Link(index, name, null, 1500, true, true, kind, 0, master);
    }

    private static Link link(final int index, final String name, final String kind) {
        return member(index, name, kind, 0);
    }

    @Test
    void shouldSeeASettingComeAndGo() throws Exception {
        Required.root();
        try (Namespace host = new Namespace("host"); Namespace peer = new Namespace("peer")) {
            Wires.join(host, "red", 1, peer, "wire", 2);
            Wires.write(host, "net/ipv4/conf/all/forwarding", "0");
            host.in(() -> {
                final KernelForwarding watch = new KernelForwarding(List.of("red"), 0);
                watch.doWork(0);
                assertThat(watch.seen()).isEmpty();
                assertThatCode(() -> KernelForwarding.refuse(List.of("red"))).doesNotThrowAnyException();
                return host;
            });
            Wires.write(host, "net/ipv4/conf/red/forwarding", "1");
            host.in(() -> {
                final KernelForwarding watch = new KernelForwarding(List.of("red"), 0);
                watch.doWork(0);
                assertThat(watch.seen()).containsExactly("net/ipv4/conf/red/forwarding");
                assertThatThrownBy(() -> KernelForwarding.refuse(List.of("red"))).isInstanceOf(StartException.class)
                    .hasMessageContaining("`sysctl -w net/ipv4/conf/red/forwarding=0`");
                assertThatCode(() -> KernelForwarding.refuse(List.of("lo"))).doesNotThrowAnyException();
                KernelForwarding.turnOff("red");
                watch.doWork(KernelForwarding.PERIOD_NANOS - 1);
                assertThat(watch.seen()).as("between two looks").hasSize(1);
                watch.doWork(KernelForwarding.PERIOD_NANOS);
                assertThat(watch.seen()).isEmpty();
                return host;
            });
            Wires.write(host, "net/ipv6/conf/all/forwarding", "1");
            Wires.write(host, "net/ipv6/conf/red/forwarding", "0");
            host.in(() -> {
                assertThatThrownBy(() -> KernelForwarding.refuse(List.of("red"))).as("IPv6 goes by the setting for all")
                    .hasMessageContaining("`sysctl -w net/ipv6/conf/all/forwarding=0`");
                return host;
            });
        }
    }

    private static Link link(final int index, final String name, final int lower) {
        return new Link(index, name, null, 1500, true, true, "", lower, 0);
    }
}
