package io.swaplane.control;

import static io.swaplane.control.TestIntent.MAC_2;
import static io.swaplane.control.TestIntent.MAC_3;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.mplsInterface;
import static io.swaplane.control.TestIntent.neighbour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingWord;
import org.junit.jupiter.api.Test;

class AcceptClassesTest {
    private static final Accept CORE_0 = new Accept.Interface("core0");
    private static final Accept EXT_0 = new Accept.Interface("ext0");
    private static final Accept.Neighbour CORE_2 = new Accept.Neighbour("core0", ip("10.0.0.2"));
    private static final Accept.Neighbour EXT_2 = new Accept.Neighbour("ext0", ip("10.9.0.2"));
    private static final Accept.Neighbour EXT_3 = new Accept.Neighbour("ext0", ip("10.9.0.3"));
    private static final Action RECEIVE = new Action.Receive();

    @Test
    void shouldAcceptRouterEverywhereCoreOnCoreAndAnExternalInterfaceItsOwn() {
        try (Conductor conductor = TestIntent.router().with(mplsInterface("ext1", "p1", MplsMode.EXTERNAL, 9)).conductor()) {
            for (int worker = 0; worker < 2; worker++) {
                assertThat(TestTables.accepted(conductor, worker, "core0")).containsExactly(AcceptClass.ROUTER, AcceptClass.CORE);
                assertThat(TestTables.accepted(conductor, worker, "ext0")).containsExactly(AcceptClass.ROUTER, 2);
                assertThat(TestTables.accepted(conductor, worker, "ext1")).containsExactly(AcceptClass.ROUTER, 3);
            }
        }
    }

    @Test
    void shouldAcceptNothingWhereMplsIsOff() {
        try (Conductor conductor = TestIntent.empty("r").ports("p").with(mplsInterface("off", "p", MplsMode.OFF)).conductor()) {
            assertThat(TestTables.accepted(conductor, 0, "off")).isEmpty();
        }
    }

    @Test
    void shouldPutTheClassOnTheLabelsWord() {
        final TestIntent intent = TestIntent.router().set("both", EXT_2, new Accept.Core())
            .with(lsp(100, new Accept.Core(), RECEIVE)).with(lsp(101, new Accept.Router(), RECEIVE)).with(lsp(102, EXT_0, RECEIVE))
            .with(lsp(103, new Accept.Named("both"), RECEIVE)).with(lsp(104, EXT_3, RECEIVE)).with(lsp(105, CORE_0, RECEIVE));
        try (Conductor conductor = intent.conductor()) {
            assertClass(conductor, 100, AcceptClass.CORE);
            assertClass(conductor, 101, AcceptClass.ROUTER);
            assertClass(conductor, 102, 2);
            assertClass(conductor, 103, 3);
            assertClass(conductor, 104, 4);
            assertClass(conductor, 105, 5);
            assertThat(TestTables.accepted(conductor, 1, "core0")).containsExactly(0, 1, 3, 5);
            assertThat(TestTables.accepted(conductor, 1, "ext0")).containsExactly(0, 2);
            assertThat(TestTables.acceptedFrom(conductor, "ext0", MAC_2)).containsExactly(0, 2, 3);
            assertThat(TestTables.acceptedFrom(conductor, "ext0", MAC_3)).containsExactly(0, 2, 4);
            assertThat(TestTables.acceptedFrom(conductor, "core0", MAC_2)).isNull();
        }
    }

    @Test
    void shouldAcceptFromANeighbourWhatItsInterfaceMayUseAndItsOwn() {
        final TestIntent intent = TestIntent.router().set("s", CORE_0, EXT_0).set("n", CORE_2).set("all", new Accept.Router())
            .with(lsp(100, CORE_0, RECEIVE)).with(lsp(101, CORE_2, RECEIVE));
        try (Conductor conductor = intent.conductor()) {
            // ext0 = 2, s = 3, n = 4, all = 5, core0 = 6, the neighbour = 7
            assertThat(TestTables.accepted(conductor, 0, "core0")).containsExactly(0, 1, 3, 5, 6);
            assertThat(TestTables.acceptedFrom(conductor, "core0", MAC_2)).containsExactly(0, 1, 3, 4, 5, 6, 7);
            assertThat(TestTables.acceptedFrom(conductor, "core0", MAC_3)).isNull();
            assertThat(TestTables.accepted(conductor, 0, "ext0")).containsExactly(0, 2, 3, 5);
        }
    }

    @Test
    void shouldTakeTwoAddressesWithOneMacAddressForOneStation() {
        final Accept.Neighbour v6 = new Accept.Neighbour("ext0", ip("2001:db8::2"));
        final TestIntent intent = TestIntent.router().with(neighbour("ext0", "2001:db8::2", MAC_2))
            .with(lsp(100, EXT_2, RECEIVE)).with(lsp(101, v6, RECEIVE));
        try (Conductor conductor = intent.conductor()) {
            assertThat(TestTables.acceptedFrom(conductor, "ext0", MAC_2)).containsExactly(0, 2, 3, 4);
        }
    }

    @Test
    void shouldGiveAnIngressItsClassWhenALaterLabelNamesIt() {
        try (Conductor conductor = TestIntent.router().conductor()) {
            conductor.onLabel(lsp(100, EXT_2, RECEIVE));
            assertClass(conductor, 100, 3);
            assertThat(TestTables.acceptedFrom(conductor, "ext0", MAC_2)).containsExactly(0, 2, 3);
            conductor.onLabel(lsp(100, CORE_0, RECEIVE));
            assertClass(conductor, 100, 4);
            assertThat(TestTables.accepted(conductor, 0, "core0")).containsExactly(0, 1, 4);
        }
    }

    @Test
    void shouldFollowANeighbourToItsNewMacAddress() {
        final MacAddress moved = MacAddress.parse("02:00:00:00:00:44");
        try (Conductor conductor = TestIntent.router().with(lsp(100, EXT_2, RECEIVE)).conductor()) {
            conductor.onNeighbour(neighbour("ext0", "10.9.0.2", moved));
            assertThat(TestTables.acceptedFrom(conductor, "ext0", MAC_2)).isNull();
            assertThat(TestTables.acceptedFrom(conductor, "ext0", moved)).containsExactly(0, 2, 3);
        }
    }

    @Test
    void shouldNotLetANeighbourGoThatALabelOrSetNames() {
        try (Conductor conductor = TestIntent.router().set("s", EXT_3).with(lsp(100, EXT_2, RECEIVE)).conductor()) {
            assertThatThrownBy(() -> conductor.removeNeighbour("ext0", ip("10.9.0.2")))
                .hasMessage("neighbour 10.9.0.2 on ext0 cannot go: the spoof check of 1 label entries names it");
            assertThatThrownBy(() -> conductor.removeNeighbour("ext0", ip("10.9.0.3")))
                .hasMessage("neighbour 10.9.0.3 on ext0 cannot go: accept set s names it");
            assertThatThrownBy(() -> conductor.removeNeighbour("ext0", ip("10.9.0.9")))
                .hasMessage("there is no neighbour 10.9.0.9 on ext0");
        }
    }

    @Test
    void shouldUseAClassAgainOnlyAfterEveryWorkerWasQuiescent() {
        try (Conductor conductor = TestIntent.router().with(lsp(100, EXT_2, RECEIVE)).conductor()) {
            conductor.tables().epochs().online(0);
            conductor.removeLabel(LspIntent.PLATFORM, 100);
            conductor.removeNeighbour("ext0", ip("10.9.0.2"));
            assertThat(TestTables.acceptedFrom(conductor, "ext0", MAC_2)).isNull();
            conductor.onLabel(lsp(101, EXT_3, RECEIVE));
            assertClass(conductor, 101, 4);
            conductor.tables().epochs().quiescent(0);
            conductor.onLabel(lsp(102, CORE_2, RECEIVE));
            assertClass(conductor, 102, 3);
        }
    }

    @Test
    void shouldRefuseAnIngressThatCannotBe() {
        final TestIntent intent = TestIntent.router().with(mplsInterface("off", "p0", MplsMode.OFF, 3))
            .with(neighbour("off", "10.3.0.2", MAC_2));
        try (Conductor conductor = intent.conductor()) {
            assertRefused(conductor, new Accept.Interface("nowhere"), "label 100: there is no interface nowhere");
            assertRefused(conductor, new Accept.Interface("off"), "label 100: MPLS is off on interface off");
            assertRefused(conductor, new Accept.Neighbour("off", ip("10.3.0.2")), "label 100: MPLS is off on interface off");
            assertRefused(conductor, new Accept.Neighbour("ext0", ip("10.9.0.9")),
                "label 100: the MAC address of neighbour 10.9.0.9 on ext0 is not configured");
            assertRefused(conductor, new Accept.Named("nothing"), "label 100: there is no accept set nothing");
            assertRefused(conductor, null, "label 100: it does not say from where it is valid");
        }
    }

    @Test
    void shouldRefuseASetThatCannotBe() {
        assertThatThrownBy(TestIntent.router().set("a").set("a")::conductor).hasMessage("accept set a appears twice");
        assertThatThrownBy(TestIntent.router().set("a", new Accept.Named("b"))::conductor)
            .hasMessage("accept set a: a set such as b cannot be a member of a set");
        assertThatThrownBy(TestIntent.router().set("a", new Accept.Interface("nowhere"))::conductor)
            .hasMessage("accept set a: there is no interface nowhere");
    }

    @Test
    void shouldRefuseMoreClassesThanAWordCanName() {
        final TestIntent intent = TestIntent.router();
        for (int i = 1; i < AcceptClasses.MOST; i++) {
            intent.set("s" + i);
        }
        try (Conductor conductor = intent.conductor()) {
            conductor.onLabel(lsp(100, new Accept.Named("s4093"), RECEIVE));
            assertClass(conductor, 100, 4095);
            assertRefused(conductor, EXT_2, "label 100: no accept class is left: at most 4094 external interfaces, sets, and neighbours "
                + "and core interfaces that labels name");
            assertClass(conductor, 100, 4095);
        }
        assertThatThrownBy(intent.set("one more")::conductor).isInstanceOf(RefusedException.class)
            .hasMessageStartingWith("no accept class is left");
    }

    private static void assertClass(final Conductor conductor, final int label, final int acceptClass) {
        assertThat(ForwardingWord.acceptClass(conductor.tables().word(0, label))).isEqualTo(acceptClass);
    }

    private static void assertRefused(final Conductor conductor, final Accept accept, final String message) {
        assertThatThrownBy(() -> conductor.onLabel(lsp(100, accept, RECEIVE))).isInstanceOf(RefusedException.class).hasMessage(message);
    }
}
