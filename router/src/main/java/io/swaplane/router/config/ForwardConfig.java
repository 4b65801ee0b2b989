package io.swaplane.router.config;

/**
 * What an entry, a leg or a path of a protection pair does when it ends at a next hop: exactly one of {@link #swap}, {@link #php} and
 * {@link #pop}.
 */
interface ForwardConfig {
    /** Out label: 0, 2 or 16 to 1048575; 3 or {@code implicit-null} pops instead. */
    String swap();

    /** Pop as the last hop but one; {@code ip}, {@code ipv4} or {@code ipv6} is what the pop may lay bare. */
    String php();

    /** Pop as the LSP's end and forward without a lookup; {@code ip}, {@code ipv4} or {@code ipv6}. */
    String pop();

    /** Index of the next hop; required. */
    Integer nextHop();
}
