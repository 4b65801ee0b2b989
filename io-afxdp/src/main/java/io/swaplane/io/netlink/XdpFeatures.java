package io.swaplane.io.netlink;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel says of XDP in an interface's driver.
 *
 * @param bits the kernel's feature set.
 */
public record XdpFeatures(long bits) {
    private static final int RECEIVE_BYTES = 1 << 16;

    /**
     * Asks the kernel, in the calling thread's network namespace.
     *
     * @throws KernelException when there is no such interface, or the kernel is too old to tell.
     */
    public static XdpFeatures of(final int interfaceIndex) throws KernelException {
        final NetlinkSocket socket = NetlinkSocket.openGeneric(RECEIVE_BYTES);
        try {
            final RequestBuilder family = request(GenericLayout.CONTROL, GenericLayout.CONTROL_GET_FAMILY)
                .attribute(GenericLayout.CONTROL_FAMILY_NAME, GenericLayout.NETDEV);
            final byte[] number = ask(socket, family, 1).bytes(GenericLayout.CONTROL_FAMILY_ID);
            final RequestBuilder device = request(ByteBuffer.wrap(number).order(ByteOrder.nativeOrder()).getShort() & 0xFFFF,
                GenericLayout.NETDEV_GET).attribute(GenericLayout.NETDEV_INDEX, interfaceIndex);
            final byte[] features = ask(socket, device, 2).bytes(GenericLayout.NETDEV_XDP_FEATURES);
            return new XdpFeatures(features == null ? 0 : ByteBuffer.wrap(features).order(ByteOrder.nativeOrder()).getLong());
        } finally {
            socket.close();
        }
    }

    private static RequestBuilder request(final int family, final int command) {
        return new RequestBuilder(family, 0, GenericLayout.HEADER_BYTES).octet(GenericLayout.COMMAND, command)
            .octet(GenericLayout.VERSION, 1);
    }

    /** The attributes of the answer, which the kernel has ready when the request has been sent. */
    private static Attributes ask(final NetlinkSocket socket, final RequestBuilder request, final int sequence) throws KernelException {
        socket.send(request.build(sequence));
        final ByteBuffer answer = ByteBuffer.allocateDirect(RECEIVE_BYTES).order(ByteOrder.nativeOrder());
        if (socket.receive(answer) != NetlinkChannel.Received.DATAGRAM) {
            throw new KernelException("recvfrom", "generic netlink", Errno.EAGAIN.asResult());
        }
        final NetlinkMessage message = NetlinkMessage.split(answer).getFirst();
        if (message.type() == NetlinkLayout.ERROR) {
            throw new KernelException("generic netlink", "family " + GenericLayout.NETDEV, -Acknowledgement.of(message).errno(),
                "Only kernel 6.3 and newer tell what a driver's XDP can do");
        }
        return new Attributes(message.payload(), GenericLayout.HEADER_BYTES);
    }

    /** True when the interface takes frames that XDP redirects to it; a virtual one only while its peer can receive them. */
    public boolean takesRedirects() {
        return (bits & GenericLayout.XDP_FEATURE_REDIRECT_TARGET) != 0;
    }
}
