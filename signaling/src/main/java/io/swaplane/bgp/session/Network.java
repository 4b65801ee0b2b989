package io.swaplane.bgp.session;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import java.io.IOException;

/** What joins speakers: TCP, or a fabric within the process. */
public interface Network {
    /** What an event loop needs to work with its channels. */
    IoHandlerFactory io();

    /**
     * Begins to listen, for one speaker. Called on its loop.
     *
     * @throws IOException when it cannot.
     */
    Attachment attach(EventLoop loop, Acceptor acceptor) throws IOException;

    /** Takes connections that peers have opened. */
    @FunctionalInterface
    interface Acceptor {
        /** A connection from a peer that was admitted; returns who hears of it, or null when it was refused and closed. */
        ConnectionHandler accept(PeerSettings from, Connection connection);
    }

    /** A speaker's place in a network. For the speaker's thread. */
    interface Attachment extends Transport {
        /**
         * Lets a peer connect; others are refused.
         *
         * @throws IllegalArgumentException when this network cannot do what the settings ask for.
         */
        void admit(PeerSettings settings);

        /** Lets it connect no more. */
        void dismiss(PeerSettings settings);

        /** Listens no more. */
        void close();

        /** Waits, not on the speaker's thread, until connections that have been closed are gone. */
        void awaitClosed();
    }
}
