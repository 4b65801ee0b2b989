package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.recursive;
import static io.swaplane.control.TestIntent.toPeer;
import static io.swaplane.control.TestIntent.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedNeighboursTest {
    private static final MacAddress LEARNED = MacAddress.parse("02:00:00:00:00:44");
    private static final MacAddress MOVED = MacAddress.parse("02:00:00:00:00:55");

    private final Heard heard = new Heard();

    private static final class Heard implements WantedNeighbours {
        private final List<String> events = new ArrayList<>();

        @Override
        public void neighbourWanted(final String interfaceName, final InetAddress address) {
            events.add("+ " + interfaceName + " " + AddressText.of(address));
        }

        @Override
        public void neighbourUnwanted(final String interfaceName, final InetAddress address) {
            events.add("- " + interfaceName + " " + AddressText.of(address));
        }

        @Override
        public void peerWanted(final InetAddress address) {
            events.add("+ peer " + AddressText.of(address));
        }

        @Override
        public void peerUnwanted(final InetAddress address) {
            events.add("- peer " + AddressText.of(address));
        }

        private List<String> take() {
            final List<String> taken = List.copyOf(events);
            events.clear();
            return taken;
        }
    }

    private Conductor followed(final TestIntent intent) {
        final Conductor conductor = intent.conductor();
        conductor.follow(heard);
        return conductor;
    }

    @Test
    void shouldTellAtOnceWhatIsWantedAlready() {
        try (Conductor conductor = followed(TestIntent.router().with(direct(1, "core0", "10.0.0.9")).with(direct(2, "core0", "10.0.0.2"))
            .with(toPeer(3, "1.1.1.1", 16)).with(toPeer(4, "2.2.2.2", 16)).with(toPeer(5, "10.0.0.3", 16))
            .with(tunnel("2.2.2.2", "ldp", 2, 1)))) {
            assertThat(heard.take()).as("given neighbours and tunnels are enough").containsExactly("+ core0 10.0.0.9", "+ peer 1.1.1.1");
            assertThat(conductor.nextHopUsage().unresolved()).isEqualTo(2);
        }
    }

    @Test
    void shouldWantANeighbourAsLongAsANextHopEndsThere() {
        try (Conductor conductor = followed(TestIntent.router())) {
            conductor.onNextHop(direct(1, "core0", "10.0.0.9"));
            conductor.onNextHop(direct(2, "core0", "10.0.0.9", 100));
            conductor.onNextHop(direct(3, "core0", "10.0.0.2"));
            assertThat(heard.take()).containsExactly("+ core0 10.0.0.9");
            conductor.removeNextHop(1);
            assertThat(heard.take()).isEmpty();
            conductor.onNextHop(direct(2, "core0", "10.0.0.8", 100));
            assertThat(heard.take()).containsExactly("- core0 10.0.0.9", "+ core0 10.0.0.8");
            conductor.removeNextHop(2);
            assertThat(heard.take()).containsExactly("- core0 10.0.0.8");
        }
    }

    @Test
    void shouldWantANeighbourAlsoAsLongAsASpoofCheckNamesIt() {
        try (Conductor conductor = followed(TestIntent.router().with(direct(11, "core0", "10.0.0.2")))) {
            conductor.onNextHop(direct(1, "core0", "10.0.0.9"));
            conductor.learnNeighbour(neighbour("core0", "10.0.0.9", LEARNED));
            final Accept from = new Accept.Neighbour("core0", ip("10.0.0.9"));
            conductor.onLabel(lsp(100, from, new Action.Swap(200, 11)));
            conductor.onLabel(lsp(101, from, new Action.Swap(201, 11)));
            assertThat(heard.take()).containsExactly("+ core0 10.0.0.9");
            conductor.removeNextHop(1);
            assertThat(heard.take()).as("its MAC address is still to be followed").isEmpty();
            assertThat(TestTables.acceptedFrom(conductor, "core0", LEARNED)).hasSize(3);
            conductor.learnNeighbour(neighbour("core0", "10.0.0.9", MOVED));
            assertThat(TestTables.acceptedFrom(conductor, "core0", MOVED)).hasSize(3);
            assertThat(TestTables.acceptedFrom(conductor, "core0", LEARNED)).isNull();
            conductor.onLabel(lsp(100, new Action.Swap(200, 11)));
            assertThat(heard.take()).isEmpty();
            conductor.removeLabel("platform", 101);
            assertThat(heard.take()).containsExactly("- core0 10.0.0.9");
            conductor.forgetNeighbour("core0", ip("10.0.0.9"));
        }
    }

    @Test
    void shouldKeepTheSpoofCheckButNotTheNextHopsOfANeighbourThatDoesNotAnswer() {
        try (Conductor conductor = followed(TestIntent.router().with(direct(11, "core0", "10.0.0.2")).with(toPeer(12, "10.0.0.9", 16)))) {
            conductor.onNextHop(direct(1, "core0", "10.0.0.9"));
            conductor.learnNeighbour(neighbour("core0", "10.0.0.9", LEARNED));
            conductor.onLabel(lsp(100, new Accept.Neighbour("core0", ip("10.0.0.9")), new Action.Swap(200, 11)));
            assertThat(conductor.nextHopUsage().unresolved()).isZero();
            conductor.forgetNeighbour("core0", ip("10.0.0.9"));
            assertThat(conductor.nextHopUsage().unresolved()).as("directly, and by its peer").isEqualTo(2);
            assertThat(TestTables.acceptedFrom(conductor, "core0", LEARNED)).hasSize(3);
            conductor.learnNeighbour(neighbour("core0", "10.0.0.9", LEARNED));
            assertThat(conductor.nextHopUsage().unresolved()).isZero();
            conductor.forgetNeighbour("core0", ip("10.0.0.9"));
            conductor.removeLabel("platform", 100);
            conductor.forgetNeighbour("core0", ip("10.0.0.9"));
            assertThat(TestTables.acceptedFrom(conductor, "core0", LEARNED)).isNull();
        }
    }

    @Test
    void shouldTellAtOnceWhatASpoofCheckNames() {
        try (Conductor conductor = TestIntent.router().with(direct(11, "core0", "10.0.0.2")).conductor()) {
            conductor.learnNeighbour(neighbour("core0", "10.0.0.9", TestIntent.MAC_3));
            conductor.onLabel(lsp(100, new Accept.Neighbour("core0", ip("10.0.0.9")), new Action.Swap(200, 11)));
            conductor.follow(heard);
            assertThat(heard.take()).containsExactly("+ core0 10.0.0.9");
        }
    }

    @Test
    void shouldWantAPeerOnlyWhileNoTunnelLeadsToIt() {
        try (Conductor conductor = followed(TestIntent.router().with(direct(1, "core0", "10.0.0.2")))) {
            conductor.onNextHop(toPeer(29, "1.1.1.1", 16));
            conductor.onNextHop(toPeer(30, "1.1.1.1", 17));
            assertThat(heard.take()).containsExactly("+ peer 1.1.1.1");
            conductor.onTunnel(tunnel("1.1.1.1", "ldp", 1, 1));
            assertThat(heard.take()).containsExactly("- peer 1.1.1.1");
            conductor.onTunnel(tunnel("1.1.1.1", "rsvp", 1, 1));
            conductor.removeTunnel(ip("1.1.1.1"), "ldp");
            assertThat(heard.take()).isEmpty();
            conductor.removeTunnel(ip("1.1.1.1"), "rsvp");
            assertThat(heard.take()).containsExactly("+ peer 1.1.1.1");
            conductor.removeNextHop(29);
            conductor.onNextHop(recursive(30, 1, 17));
            assertThat(heard.take()).containsExactly("- peer 1.1.1.1");
        }
    }

    @Test
    void shouldNotWantWhatIsGiven() {
        try (Conductor conductor = followed(TestIntent.router().with(direct(1, "core0", "10.0.0.9")).with(toPeer(2, "10.0.0.9", 16)))) {
            assertThat(heard.take()).containsExactly("+ core0 10.0.0.9", "+ peer 10.0.0.9");
            conductor.learnNeighbour(neighbour("core0", "10.0.0.9", TestIntent.MAC_3));
            assertThat(heard.take()).isEmpty();
            conductor.onNeighbour(neighbour("core0", "10.0.0.9", TestIntent.MAC_2));
            assertThat(heard.take()).containsExactly("- core0 10.0.0.9", "- peer 10.0.0.9");
            conductor.learnNeighbour(neighbour("core0", "10.0.0.9", TestIntent.MAC_3));
            conductor.forgetNeighbour("core0", ip("10.0.0.9"));
            assertThat(TestTables.l2Header(conductor.tables(), 1)).as("what is given holds").endsWith(0x88, 0x47)
                .startsWith(2, 0, 0, 0, 0, 0x22);
            assertThat(conductor.givenNeighbours()).contains(neighbour("core0", "10.0.0.9", TestIntent.MAC_2)).hasSize(5);
            conductor.removeNeighbour("core0", ip("10.0.0.9"));
            assertThat(heard.take()).containsExactly("+ core0 10.0.0.9", "+ peer 10.0.0.9");
            assertThat(conductor.tables().nextHops().isResolved(1)).isFalse();
        }
    }

    @Test
    void shouldNotTakeBackWhatNobodyGave() {
        try (Conductor conductor = followed(TestIntent.router().with(direct(1, "core0", "10.0.0.9")))) {
            conductor.learnNeighbour(neighbour("core0", "10.0.0.9", TestIntent.MAC_3));
            assertThatThrownBy(() -> conductor.removeNeighbour("core0", ip("10.0.0.9")))
                .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.NOT_FOUND))
                .hasMessage("there is no neighbour 10.0.0.9 on core0 but for the one that the router itself found out");
            assertThat(conductor.tables().nextHops().isResolved(1)).isTrue();
            conductor.forgetNeighbour("core0", ip("10.0.0.9"));
            assertThat(conductor.tables().nextHops().isResolved(1)).isFalse();
        }
    }
}
