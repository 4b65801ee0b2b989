package io.swaplane.bgp.session;

import io.netty.channel.Channel;

/** A connection that is being opened, until it is there, fails, or is not wanted any more. For the speaker's thread. */
abstract class Dialling implements Transport.Attempt {
    private final PeerSettings settings;
    private final Transport.Outcome outcome;
    private Channel channel;
    private boolean cancelled;

    Dialling(final PeerSettings settings, final Transport.Outcome outcome) {
        this.settings = settings;
        this.outcome = outcome;
    }

    /** Makes a channel, says so by {@link #opened}, and has it connect: {@link #connected} or {@link #failed}. */
    abstract void open();

    /** Whom it is to. */
    final PeerSettings settings() {
        return settings;
    }

    /** Whether nobody wants it any more. */
    final boolean isCancelled() {
        return cancelled;
    }

    final void begin() {
        if (!cancelled) {
            open();
        }
    }

    /** There is a channel, which does not outlast this one's failure or cancelling. */
    final void opened(final Channel made) {
        channel = made;
    }

    /** It is connected; returns who hears of it, or null when nobody wants it any more and it was closed. */
    ConnectionHandler connected(final Connection connection) {
        if (cancelled) {
            connection.close();
            return null;
        }
        return outcome.connected(connection);
    }

    /** It could not be connected. */
    final void failed(final String why) {
        if (channel != null) {
            channel.close();
        }
        if (!cancelled) {
            outcome.failed(why);
        }
    }

    @Override
    public final void cancel() {
        cancelled = true;
        if (channel != null) {
            channel.close();
        }
    }
}
