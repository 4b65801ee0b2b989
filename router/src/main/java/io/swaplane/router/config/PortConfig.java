package io.swaplane.router.config;

/**
 * How a port of {@code interfaces} is opened by {@code run}; replay does not look at it.
 *
 * @param name the port's name in {@code interfaces}; required.
 * @param device the Linux network interface; default the port's name.
 * @param mode {@code auto}, {@code zero-copy}, {@code native}, {@code generic} or {@code packet}; default {@code auto}: the best that can
 *     be had.
 * @param busyPoll microseconds for which the kernel polls the interface when a worker asks and nothing waits, 0 to 1000000; default 0:
 *     the interface interrupts.
 */
record PortConfig(String name, String device, String mode, Integer busyPoll) {
    static final int MAX_BUSY_POLL = 1_000_000;
}
