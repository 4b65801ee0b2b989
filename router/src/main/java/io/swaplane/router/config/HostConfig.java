package io.swaplane.router.config;

/**
 * How {@code run} meets the Linux host.
 *
 * @param tap name of the TAP device through which packets for the host enter the kernel; default none: they are counted and dropped.
 * @param socket path of the Unix socket on which {@code show} asks; default {@code /run/swaplane/control.sock}.
 */
record HostConfig(String tap, String socket) {
    static final String DEFAULT_SOCKET = "/run/swaplane/control.sock";
}
