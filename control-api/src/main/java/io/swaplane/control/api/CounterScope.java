package io.swaplane.control.api;

/** Which counters start from zero. */
public sealed interface CounterScope {
    /** All of labels, next hops, ports, drops and punts. */
    record All() implements CounterScope { }

    /** A label's. */
    record Label(String labelSpace, int label) implements CounterScope { }

    /** A next hop's. */
    record NextHop(int index) implements CounterScope { }

    /** A port's, with the drops and punts of what came in by it. */
    record Port(String name) implements CounterScope { }
}
