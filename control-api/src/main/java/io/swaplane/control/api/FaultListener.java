package io.swaplane.control.api;

/** Hears of faults of the router that calls came upon, on the server's threads, several at a time. The client is told, too. */
@FunctionalInterface
public interface FaultListener {
    /** A call failed through no fault of the client's. Told each time. */
    void onFault(Throwable cause);
}
