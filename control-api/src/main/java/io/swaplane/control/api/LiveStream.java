package io.swaplane.control.api;

/** A stream that {@link StreamAgent} keeps going. */
interface LiveStream {
    /** What {@link #doWork} gives at the stream's end. */
    int ENDED = -1;

    /** Does a bounded amount of work and never waits. How much was done, or {@link #ENDED}. On the agent's thread. */
    int doWork();

    /** Whether something is to be expected soon without anybody waking the agent. On the agent's thread. */
    boolean isExpecting();

    /** The router failed on it: ends the call, says so, and lets go of everything. On the agent's thread. */
    void fail(Throwable cause);

    /** The server stops: lets go of everything. On the agent's thread, or after its end. */
    void abandon();
}
