package io.swaplane.router.config;

import io.swaplane.control.intent.MacAddress;
import java.util.HashMap;
import java.util.Map;

/** What a lab says for a router of it: MAC addresses that it makes up by port, ports named like interfaces; links tell the neighbours. */
final class LabMacs implements Host {
    /** Locally administered. */
    private static final long FIRST = 0x020000000000L;

    private final int router;
    private final Map<String, Integer> ports = new HashMap<>();

    /** Those of the router with this number, from 1. */
    LabMacs(final int router) {
        this.router = router;
    }

    @Override
    public MacAddress mac(final String device) {
        final int port = ports.computeIfAbsent(device, key -> ports.size() + 1);
        return new MacAddress(FIRST | (long) router << 16 | port);
    }

    @Override
    public boolean resolvesNeighbours() {
        return true;
    }

    /** A port's name is a file's, too. */
    @Override
    public String portOf(final String interfaceName) {
        return interfaceName.replace('/', '-');
    }
}
