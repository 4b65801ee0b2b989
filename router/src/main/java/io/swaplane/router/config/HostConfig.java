package io.swaplane.router.config;

import java.util.List;

/**
 * How {@code run} meets the Linux host.
 *
 * @param tap name of the TAP device through which packets for the host enter the kernel; default none: they are counted and dropped.
 * @param socket path of the Unix socket on which {@code show} asks; default {@code /run/swaplane/control.sock}.
 * @param metrics address and port at which Prometheus finds the metrics, or {@code off}; default {@code 127.0.0.1:9475}, when that can be
 *     had.
 * @param controlProtocols what the kernel gets of an interface that takes IP although it is not addressed to the host, each a name or
 *     {@code {protocol, port}}; default none.
 */
record HostConfig(String tap, String socket, String metrics, List<ProtocolConfig> controlProtocols) {
    static final String DEFAULT_SOCKET = "/run/swaplane/control.sock";
}
