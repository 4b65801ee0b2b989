package io.swaplane.router.config;

/**
 * How a port of {@code interfaces} is opened by {@code run}; replay does not look at it.
 *
 * @param name the port's name in {@code interfaces}; required.
 * @param device the Linux network interface; default the port's name.
 * @param mode {@code auto}, {@code zero-copy}, {@code native}, {@code generic} or {@code packet}; default {@code auto}: the best that can
 *     be had.
 * @param busyPoll frames for which a worker's call polls the interface when nothing waits, 0 to 64; default 0: the interface interrupts.
 * @param transmit {@code socket} or {@code xdp}; default {@code socket}.
 */
record PortConfig(String name, String device, String mode, Integer busyPoll, String transmit) { }
