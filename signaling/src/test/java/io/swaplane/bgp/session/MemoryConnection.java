package io.swaplane.bgp.session;

/** A connection of a test's, which sends at once. */
abstract class MemoryConnection implements Connection {
    boolean reading = true;
    boolean closed;

    @Override
    public final String localEnd() {
        return "local";
    }

    @Override
    public final String remoteEnd() {
        return "remote";
    }

    @Override
    public final void flush() {
        // Everything is sent at once.
    }

    @Override
    public final void reading(final boolean on) {
        reading = on;
    }
}
