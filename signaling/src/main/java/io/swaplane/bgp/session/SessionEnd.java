package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Notification;

/**
 * Why a connection ended.
 *
 * @param sent the NOTIFICATION that this side sent; null when it sent none.
 * @param received the NOTIFICATION that the peer sent; null when it sent none.
 * @param text when neither was sent: what happened to the connection.
 */
public record SessionEnd(Notification sent, Notification received, String text) {
    static SessionEnd sent(final Notification notification) {
        return new SessionEnd(notification, null, "");
    }

    static SessionEnd received(final Notification notification) {
        return new SessionEnd(null, notification, "");
    }

    static SessionEnd lost(final String why) {
        return new SessionEnd(null, null, why);
    }

    /**
     * Whether graceful restart may follow: the connection just went away, or by a NOTIFICATION other than a hard reset.
     *
     * @param notified whether both sides have said that a NOTIFICATION does not end it (RFC 8538).
     */
    public boolean graceful(final boolean notified) {
        final Notification word = sent != null ? sent : received;
        return word == null || notified && !word.isHardReset();
    }

    /** Whether the connection just went away, without a word from either side. */
    boolean wordless() {
        return sent == null && received == null;
    }

    @Override
    public String toString() {
        if (sent != null) {
            return "sent " + sent;
        }
        return received != null ? "received " + received : text;
    }
}
