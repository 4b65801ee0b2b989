package io.swaplane.pcaps.live;

import java.util.OptionalInt;

/** A real ASBR beside the router, which passes routes of each side on to the other with labels of its own and itself as next hop. */
interface PeerAsbr extends AutoCloseable {
    /** The label that came with a route; empty while it has none, or does not answer. */
    OptionalInt label(LabelledRoute route);

    /** The label that it gives others for the route instead; empty while there is none. */
    OptionalInt given(LabelledRoute route);

    /** What it printed, for a failed test. */
    String output();

    /** Ends it without a word to its neighbors. */
    void kill();

    @Override
    void close();
}
