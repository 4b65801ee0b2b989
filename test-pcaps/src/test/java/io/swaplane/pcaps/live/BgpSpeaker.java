package io.swaplane.pcaps.live;

import java.io.IOException;
import java.util.OptionalInt;

/** A real BGP speaker, a process in a namespace of its own, whose neighbor is the router. Closing kills it, too. */
interface BgpSpeaker extends AutoCloseable {
    /** Originates a route with a label. */
    void announce(LabelledRoute route) throws IOException;

    /** Takes it back. */
    void withdraw(LabelledRoute route) throws IOException;

    /** The label that it has for a route of its neighbor; empty while it has none, or does not answer. */
    OptionalInt label(LabelledRoute route);

    /** What it printed, for a failed test. */
    String output();

    /** Ends it without a word to the router. */
    void kill();

    @Override
    void close();
}
