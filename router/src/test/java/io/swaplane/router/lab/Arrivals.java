package io.swaplane.router.lab;

import io.swaplane.router.config.Lab;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which echo requests to a destination have passed each link of a lab, one way or the other. */
final class Arrivals implements LabLink.Tap {
    private final InetAddress destination;
    private final Map<String, Set<Integer>> sequences = new ConcurrentHashMap<>();

    /** Begins to look. */
    Arrivals(final RunningLab lab, final InetAddress destination) {
        this.destination = destination;
        lab.watch(this);
    }

    /** The sequence numbers of those that have passed a link; more come. */
    Set<Integer> over(final String link) {
        return sequences.computeIfAbsent(link, each -> ConcurrentHashMap.newKeySet());
    }

    @Override
    public void passes(final Lab.Link link, final Lab.End from, final byte[] frame) {
        final WireFrame parsed = WireFrame.parse(frame);
        final Echo echo = parsed == null ? null : Echo.parse(frame, parsed.payload());
        if (echo != null && !echo.reply() && echo.destination().equals(destination)) {
            over(link.name()).add(echo.sequence());
        }
    }
}
