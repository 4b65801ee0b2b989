package io.swaplane.bgp.rib;

/** Where UPDATE messages for a peer go. On the speaker's loop. */
public interface UpdateSink {
    /** Whether the peer keeps up. While it does not, little more than one batch is sent, and what changes is marked for later. */
    boolean isWritable();

    /** Sends a whole message; the buffer is used again when this returns. */
    void send(byte[] buffer, int offset, int length);
}
