package io.swaplane.io.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {
    @Test
    void shouldReadALinkWithItsKindAndCarrier() {
        final byte[] kind = new KernelMessages().text(RouteLayout.LINK_INFO_KIND, "veth").bytesWritten();
        final KernelMessages kernel = new KernelMessages().begin(RouteLayout.NEW_LINK, 0, 0).bytes(0, 0, 1, 0).number(7)
            .number(RouteLayout.LINK_FLAG_UP | RouteLayout.LINK_FLAG_LOWER_UP).number(0)
            .text(RouteLayout.LINK_NAME, "core0").attribute(RouteLayout.LINK_MTU, 9000)
            .attribute(RouteLayout.LINK_ADDRESS, new byte[] {2, 0, 0, 0, 0, (byte) 0xFE})
            .attribute(RouteLayout.LINK_CARRIER, new byte[] {1}).attribute(RouteLayout.LINK_INFO | 0x8000, kind).end();
        final NetlinkMessage message = only(kernel);
        assertThat(RouteMessages.link(message)).contains(
            new Link(7, "core0", new HardwareAddress(0x0200000000FEL), 9000, true, true, "veth"));
        assertThat(RouteMessages.link(message).orElseThrow().mac()).hasToString("02:00:00:00:00:fe");
    }

    @Test
    void shouldReadWhichLinkCarriesAVlanAndTakeNoPeerForACarrier() {
        assertThat(lower("vlan", false)).isEqualTo(4);
        assertThat(lower("macvlan", false)).isEqualTo(4);
        assertThat(lower("veth", false)).isZero();
        assertThat(lower("vlan", true)).as("in another namespace").isZero();
    }

    @Test
    void shouldReadWhatALinkBelongsTo() {
        final KernelMessages kernel = new KernelMessages().begin(RouteLayout.NEW_LINK, 0, 0).bytes(0, 0, 1, 0).number(7).number(0).number(0)
            .text(RouteLayout.LINK_NAME, "core0").attribute(RouteLayout.LINK_MASTER, 9).end();
        assertThat(RouteMessages.link(only(kernel)).orElseThrow().master()).isEqualTo(9);
    }

    private static int lower(final String kind, final boolean elsewhere) {
        final byte[] info = new KernelMessages().text(RouteLayout.LINK_INFO_KIND, kind).bytesWritten();
        final KernelMessages kernel = new KernelMessages().begin(RouteLayout.NEW_LINK, 0, 0).bytes(0, 0, 1, 0).number(7).number(0).number(0)
            .text(RouteLayout.LINK_NAME, "core0.7").attribute(RouteLayout.LINK_LOWER, 4).attribute(RouteLayout.LINK_INFO | 0x8000, info);
        if (elsewhere) {
            kernel.attribute(RouteLayout.LINK_NAMESPACE, 0);
        }
        return RouteMessages.link(only(kernel.end())).orElseThrow().lower();
    }

    @Test
    void shouldNotTakeABridgesViewOfALinkForTheLink() {
        final KernelMessages kernel =
            new KernelMessages().begin(RouteLayout.DELETE_LINK, 0, 0).bytes(7, 0, 1, 0).number(7).number(0).number(0).end();
        assertThat(RouteMessages.link(only(kernel))).isEmpty();
    }

    @Test
    void shouldReadTheLocalEndOfAPointToPointAddress() throws Exception {
        final KernelMessages kernel = new KernelMessages().begin(RouteLayout.NEW_ADDRESS, 0, 0).bytes(2, 30, 0, 0).number(3)
            .attribute(RouteLayout.ADDRESS_ADDRESS, new byte[] {10, 0, 0, 2})
            .attribute(RouteLayout.ADDRESS_LOCAL, new byte[] {10, 0, 0, 1}).end();
        assertThat(RouteMessages.address(only(kernel))).contains(new InterfaceAddress(3, InetAddress.getByName("10.0.0.1"), 30));
    }

    @Test
    void shouldReadAManagedNeighbourAndNoBridgeEntry() throws Exception {
        final KernelMessages kernel = new KernelMessages().neighbour(RouteLayout.NEW_NEIGHBOUR, 0, 4, 9, 0x02, 5, 1)
            .begin(RouteLayout.NEW_NEIGHBOUR, 0, 0).bytes(7, 0, 0, 0).number(4).half(0x80).bytes(0, 1)
            .attribute(RouteLayout.NEIGHBOUR_LINK_ADDRESS, new byte[6]).end();
        final List<NetlinkMessage> messages = NetlinkMessage.split(kernel.datagram());
        assertThat(RouteMessages.neighbour(messages.get(0))).contains(new Neighbour(
            new NeighbourKey(4, InetAddress.getByName("10.0.0.9")), NeighbourState.REACHABLE, new HardwareAddress(0x020000000105L), true));
        assertThat(RouteMessages.neighbour(messages.get(1))).isEmpty();
    }

    @Test
    void shouldReadTheKernelsExplanationOfARefusal() {
        final KernelMessages kernel = new KernelMessages()
            .begin(NetlinkLayout.ERROR, NetlinkLayout.CAPPED | NetlinkLayout.ACK_ATTRIBUTES, 5)
            .number(-22).number(200).number(0).number(0).number(0).text(NetlinkLayout.ERROR_TEXT, "mtu greater than device maximum").end()
            .begin(NetlinkLayout.ERROR, 0, 6).number(0).number(32).number(0).number(0).number(0).end();
        final List<NetlinkMessage> messages = NetlinkMessage.split(kernel.datagram());
        assertThat(Acknowledgement.of(messages.get(0))).isEqualTo(new Acknowledgement(22, "mtu greater than device maximum"));
        assertThat(Acknowledgement.of(messages.get(1))).isEqualTo(new Acknowledgement(0, ""));
    }

    @Test
    void shouldFindTheExplanationBehindAnEchoedRequest() {
        final KernelMessages kernel = new KernelMessages().begin(NetlinkLayout.ERROR, NetlinkLayout.ACK_ATTRIBUTES, 5)
            .number(-95).number(24).number(0).number(0).number(0).number(77).number(88).text(NetlinkLayout.ERROR_TEXT, "no").end();
        assertThat(Acknowledgement.of(only(kernel))).isEqualTo(new Acknowledgement(95, "no"));
    }

    @Test
    void shouldWriteARequestForAManagedNeighbourThatIsResolvedAtOnce() throws Exception {
        final ByteBuffer request =
            RouteMessages.useNeighbour(new NeighbourKey(4, InetAddress.getByName("fe80::1")), true).build(77);
        final ByteBuffer expected = ByteBuffer.allocate(56).order(ByteOrder.nativeOrder());
        expected.putInt(56).putShort((short) 28).putShort((short) (0x1 | 0x4 | 0x100 | 0x400)).putInt(77).putInt(0);
        expected.putInt(10).putInt(4).putShort((short) 0).put((byte) 1).put((byte) 0);
        expected.putShort((short) 20).putShort((short) 1).put(InetAddress.getByName("fe80::1").getAddress());
        expected.putShort((short) 8).putShort((short) 15).putInt(1);
        assertThat(request).isEqualTo(expected.flip());
    }

    @Test
    void shouldPadAttributesToFourBytes() {
        final ByteBuffer request = RouteMessages.getLink("ab").build(1);
        assertThat(request.remaining()).isEqualTo(16 + 16 + 8);
        assertThat(request.getShort(32)).isEqualTo((short) 7);
    }

    @Test
    void shouldRefuseLengthsThatLeadOutside() {
        final ByteBuffer shortMessage = new KernelMessages().done(1).datagram();
        shortMessage.putInt(0, 400);
        assertThatThrownBy(() -> NetlinkMessage.split(shortMessage)).isInstanceOf(IllegalArgumentException.class);
        shortMessage.putInt(0, 3);
        assertThatThrownBy(() -> NetlinkMessage.split(shortMessage)).isInstanceOf(IllegalArgumentException.class);
        final ByteBuffer trailing = ByteBuffer.allocate(6).order(ByteOrder.nativeOrder());
        assertThatThrownBy(() -> NetlinkMessage.split(trailing)).isInstanceOf(IllegalArgumentException.class);
        final ByteBuffer attribute = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putShort(0, (short) 9);
        assertThatThrownBy(() -> new Attributes(attribute, 0)).isInstanceOf(IllegalArgumentException.class);
        final KernelMessages cut = new KernelMessages().begin(RouteLayout.NEW_LINK, 0, 0).number(0).end();
        assertThatThrownBy(() -> RouteMessages.link(only(cut))).isInstanceOf(IllegalArgumentException.class);
    }

    private static NetlinkMessage only(final KernelMessages kernel) {
        final List<NetlinkMessage> messages = NetlinkMessage.split(kernel.datagram());
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }
}
