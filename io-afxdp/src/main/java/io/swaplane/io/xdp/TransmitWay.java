package io.swaplane.io.xdp;

/** How an AF_XDP port sends. */
public enum TransmitWay {
    /** By the socket's transmit ring; unless the mode is zero-copy the kernel copies each frame into a packet buffer. */
    SOCKET("socket"),
    /** As XDP frames: copied into the kernel and handed to the driver in bulk, as a redirect between two interfaces does. */
    XDP("xdp");

    private final String text;

    TransmitWay(final String text) {
        this.text = text;
    }

    /** The name in configuration. */
    public String text() {
        return text;
    }
}
