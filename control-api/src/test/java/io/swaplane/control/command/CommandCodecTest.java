package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;


import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCodecTest {
    private static final Action.Swap SWAP = new Action.Swap(1_048_575, 1);
    private static final Action.Php PHP = new Action.Php(PayloadType.IPV6, 2);
    private static final Action.Pop POP = new Action.Pop(PayloadType.IPV4, 1_048_575);

    private final Spine spine = new Spine();
    private final Producer producer = spine.open("peer");

    static List<LspIntent> labels() {
        final Accept.Neighbour neighbour = new Accept.Neighbour("ext0", TestIntent.ip("2001:db8::7"));
        return List.of(label(16, new Accept.Core(), SWAP), label(1_048_575, new Accept.Router(), PHP),
            label(17, new Accept.Interface("größe0"), POP), label(18, neighbour, new Action.Protect(SWAP, POP)),
            label(19, new Accept.Named("set"), new Action.Ecmp(List.of(new Action.Leg(1, SWAP), new Action.Leg(255, PHP),
                new Action.Leg(3, new Action.Protect(POP, SWAP))))),
            label(20, new Accept.Core(), new Action.Lookup("ext0", PayloadType.IPV4)), label(21, new Accept.Core(), new Action.Receive()),
            label(22, new Accept.Core(), new Action.Drop()), label(-1, new Accept.Core(), new Action.Ecmp(List.of())),
            new LspIntent(23, "ext0", "api", new Accept.Core(), SWAP, Model.PIPE, Model.UNIFORM, 0));
    }

    private static LspIntent label(final int label, final Accept accept, final Action action) {
        return new LspIntent(label, LspIntent.PLATFORM, "api", accept, action, null, null, null);
    }

    static List<NextHopIntent> nextHops() {
        return List.of(TestIntent.direct(1, "core0", "10.0.0.2"), TestIntent.direct(1_048_575, "core0", "2001:db8::1", 34, 35, 36),
            new NextHopIntent.Direct(9, "core0", null, List.of(), false, 64, 7), TestIntent.recursive(3, 1, 70),
            new NextHopIntent.Recursive(4, 1, TestIntent.ip("10.255.0.2"), List.of()),
            new NextHopIntent.Recursive(5, null, TestIntent.ip("10.255.0.2"), List.of(16)),
            new NextHopIntent.Group(6, List.of(new NextHopIntent.Leg(1, 4), new NextHopIntent.Leg(255, 5))),
            new NextHopIntent.Group(7, List.of()), new NextHopIntent.Protected(8, 4, 5));
    }

    @ParameterizedTest
    @MethodSource("labels")
    void shouldCarryEveryLabelEntry(final LspIntent intent) {
        assertThat(producer.putLabel(intent)).isEqualTo(1);
        spine.drain();
        assertThat(spine.target.done).containsExactly(intent);
    }

    @ParameterizedTest
    @MethodSource("nextHops")
    void shouldCarryEveryNextHop(final NextHopIntent intent) {
        assertThat(producer.putNextHop(intent)).isEqualTo(1);
        spine.drain();
        assertThat(spine.target.done).containsExactly(intent);
    }

    @Test
    void shouldCarryTheOtherCommands() {
        final NeighbourIntent neighbour = TestIntent.neighbour("core0", "10.0.0.2", TestIntent.MAC_2);
        producer.removeLabel(3, 77);
        producer.removeLabel("space4", 78);
        producer.removeNextHop(12);
        producer.putNeighbour(neighbour);
        producer.removeNeighbour("core0", TestIntent.ip("10.0.0.3"));
        producer.putTunnel(new TunnelIntent(TestIntent.ip("10.255.0.9"), "another", 3, 100, 20));
        producer.removeTunnel(TestIntent.ip("2001:db8::9"));
        producer.setPortState("p0", true);
        producer.setPortState("p1", false);
        producer.createLabelSpace("blue");
        assertThat(producer.removeLabelSpace("blue")).isEqualTo(11);
        spine.drain();
        assertThat(spine.target.done).containsExactly(new RecordingTarget.Remove("label", List.of(3, 77)),
            new RecordingTarget.Remove("label", List.of(4, 78)), new RecordingTarget.Remove("next hop", 12), neighbour,
            new RecordingTarget.Remove("neighbour", List.of("core0", TestIntent.ip("10.0.0.3"))),
            new TunnelIntent(TestIntent.ip("10.255.0.9"), "api", 3, 100, 20),
            new RecordingTarget.Remove("tunnel", List.of(TestIntent.ip("2001:db8::9"), "api")),
            new RecordingTarget.PortState("p0", true), new RecordingTarget.PortState("p1", false), "blue",
            new RecordingTarget.Remove("label space", "blue"));
        assertThat(producer.acknowledged()).isEqualTo(11);
    }

    @Test
    void shouldCarryTheCommonEntryWithItsIngress() {
        final Accept ext = new Accept.Neighbour("ext0", TestIntent.ip("10.9.0.2"));
        final int handle = producer.acceptHandle(ext);
        assertThat(producer.acceptHandle(new Accept.Neighbour("ext0", TestIntent.ip("10.9.0.2")))).isEqualTo(handle);
        final long pop = Forwarding.of(POP, Model.UNIFORM, Model.PIPE);
        producer.putForward(2, 500, pop, handle);
        producer.putForward(0, 501, Forwarding.of(SWAP, null, null), producer.acceptHandle(new Accept.Core()));
        producer.putForward(0, 502, Forwarding.of(PHP, null, null), producer.acceptHandle(new Accept.Router()));
        spine.drain();
        assertThat(spine.target.done).containsExactly(new RecordingTarget.Forward(2, 500, pop, ext),
            new RecordingTarget.Forward(0, 501, Forwarding.swap(1_048_575, 1), new Accept.Core()),
            new RecordingTarget.Forward(0, 502, Forwarding.php(PayloadType.IPV6, 2), new Accept.Router()));
        assertThat(spine.target.origins).containsOnly(new Origin(1, 1, "api", 50));
    }

    @Test
    void shouldPackAndUnpackTheCommonAction() {
        final List<Model> models = new ArrayList<>(List.of(Model.UNIFORM, Model.PIPE));
        models.add(null);
        for (final Action.Forward action : List.of(SWAP, PHP, POP)) {
            for (final Model ttl : models) {
                for (final Model tc : models) {
                    final long packed = Forwarding.of(action, ttl, tc);
                    assertThat(Forwarding.action(packed)).isEqualTo(action);
                    assertThat(Forwarding.ttl(packed)).isEqualTo(ttl);
                    assertThat(Forwarding.tc(packed)).isEqualTo(tc);
                }
            }
        }
        assertThatThrownBy(() -> Forwarding.swap(1 << 20, 1)).isInstanceOf(RefusedException.class)
            .hasMessage("out label 1048576 must be 0 to 1048575");
        assertThatThrownBy(() -> Forwarding.swap(1, -1)).isInstanceOf(RefusedException.class);
    }

    @Test
    void shouldRefuseAtOnceWhatNoCommandCanHold() {
        assertRefused(() -> producer.putLabel(label(16, new Accept.Core(), null)), "it has no action");
        assertRefused(() -> producer.putLabel(label(16, null, SWAP)), "it does not say from where it is valid");
        assertRefused(() -> producer.putLabel(new LspIntent(16, null, "api", new Accept.Core(), SWAP, null, null, null)),
            "it lacks a name");
        assertRefused(() -> producer.putLabel(label(16, new Accept.Core(), new Action.Protect(SWAP, null))),
            "a protection pair needs both its paths");
        for (final Action wrong : Collections.unmodifiableList(Arrays.asList(new Action.Drop(), null))) {
            assertRefused(() -> producer.putLabel(label(16, new Accept.Core(), new Action.Ecmp(List.of(new Action.Leg(1, wrong))))),
                "an ECMP leg must swap, pop and forward, or be a protection pair");
        }
        assertRefused(() -> producer.putLabel(label(16, new Accept.Core(), new Action.Lookup("platform", null))),
            "it does not say what a pop lays bare");
        assertRefused(() -> producer.putNeighbour(new NeighbourIntent("core0", null, TestIntent.MAC_2)),
            "a neighbour needs an IP address and a MAC address");
        assertRefused(() -> producer.removeNeighbour("core0", null), "a neighbour needs an IP address");
        assertRefused(() -> producer.removeTunnel(null), "a tunnel needs the address of its end");
        assertRefused(() -> producer.putForward(0, 16, Forwarding.swap(1, 1), 2), "2 is no handle of an ingress in this session");
        assertThat(Spine.put(producer, 300)).as("none of them took a generation").isEqualTo(1);
        spine.drain();
        assertThat(spine.target.done).hasSize(1);
    }

    private static void assertRefused(final ThrowableAssert.ThrowingCallable call, final String message) {
        assertThatThrownBy(call).isInstanceOf(RefusedException.class).hasMessage(message);
    }

    @Test
    void shouldNotTakeWhatIsLargerThanACommand() {
        final Action wide = new Action.Ecmp(Collections.nCopies(70_000, new Action.Leg(1, SWAP)));
        final Action wider = new Action.Ecmp(Collections.nCopies(1000, new Action.Leg(1, SWAP)));
        assertThat(producer.putLabel(label(16, new Accept.Core(), wide))).isEqualTo(Producer.TOO_LARGE);
        assertThat(producer.putLabel(label(16, new Accept.Core(), wider))).as("an eighth of the ring").isEqualTo(Producer.TOO_LARGE);
        assertThat(producer.createLabelSpace("x".repeat(70_000))).isEqualTo(Producer.TOO_LARGE);
        assertThat(producer.acceptHandle(new Accept.Named("x".repeat(70_000)))).isEqualTo(Producer.TOO_LARGE);
        assertThat(producer.counters().tooLarge()).isEqualTo(4);
        assertThat(Spine.put(producer, 300)).isEqualTo(1);
    }

    static List<BindingKey> bindings() {
        final Accept.Neighbour neighbour = new Accept.Neighbour("ext0", TestIntent.ip("2001:db8::7"));
        return List.of(new BindingKey(new Fec.ReceivedLabel(TestIntent.ip("1.1.1.1"), 1_048_575), new Accept.Core(), null),
            new BindingKey(new Fec.WholeVrf(), new Accept.Router(), ""), new BindingKey(new Fec.Route("größe"), neighbour, "blue"),
            new BindingKey(new Fec.NextHop(TestIntent.ip("2001:db8::9")), new Accept.Named("set"), null));
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void shouldCarryEveryBinding(final BindingKey key) {
        final BindingIntent intent = new BindingIntent(key, Long.MIN_VALUE, new Action.Protect(SWAP, POP), Model.PIPE, null);
        producer.putBinding(intent);
        producer.removeBinding(key, 1);
        producer.withdrawBinding(key, 2);
        producer.withdrawBinding(key);
        producer.releaseBinding(key, -1);
        spine.drain();
        assertThat(spine.target.done).containsExactly(intent, new RecordingTarget.Remove("binding", List.of(key, 1L)),
            new RecordingTarget.Remove("withdrawn", List.of(key, 2L)), new RecordingTarget.Remove("withdrawn", key),
            new RecordingTarget.Remove("released", List.of(key, -1L)));
        assertThat(producer.poll()).isEqualTo(
            new Notice(1, Outcome.PROGRAMMED, null, null, RecordingTarget.FIRST_BOUND + 1, null));
        assertThat(producer.acknowledged()).isEqualTo(5);
    }

    @Test
    void shouldTellTheIndexThatWasChosen() {
        producer.putNextHop(TestIntent.direct(0, "core0", "10.0.0.2"));
        spine.drain();
        assertThat(spine.target.done).containsExactly(TestIntent.direct(RecordingTarget.FREE_INDEX, "core0", "10.0.0.2"));
        assertThat(producer.poll().assigned()).isEqualTo(RecordingTarget.FREE_INDEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "2001:db8::1"})
    void shouldCarryABindingOfAReceivedLabelByNumbers(final String nextHop) {
        final InetAddress to = TestIntent.ip(nextHop);
        final Accept accept = new Accept.Interface("ext0");
        final BindingKey key = new BindingKey(new Fec.ReceivedLabel(to, 1_048_575), accept, null);
        final int handle = producer.acceptHandle(accept);
        producer.putReceived(Long.MIN_VALUE, PrefixKey.family(to), PrefixKey.high(to), PrefixKey.low(to), 1_048_575, handle,
            Forwarding.swap(16, 12));
        producer.withdrawReceived(-2, PrefixKey.family(to), PrefixKey.high(to), PrefixKey.low(to), 1_048_575, handle);
        producer.releaseReceived(3, PrefixKey.family(to), PrefixKey.high(to), PrefixKey.low(to), 1_048_575, handle);
        spine.drain();
        assertThat(spine.target.done).containsExactly(
            new BindingIntent(key, Long.MIN_VALUE, new Action.Swap(16, 12), null, null),
            new RecordingTarget.Remove("withdrawn", List.of(key, -2L)), new RecordingTarget.Remove("released", List.of(key, 3L)));
        assertThat(producer.acknowledged()).isEqualTo(3);
        assertThatThrownBy(() -> producer.putReceived(1, PrefixKey.family(to), 0, 0, 16, handle + 1, Forwarding.swap(16, 12)))
            .isInstanceOf(RefusedException.class);
    }
}
