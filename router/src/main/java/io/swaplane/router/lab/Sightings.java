package io.swaplane.router.lab;

import io.swaplane.router.config.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where echo requests that are traced, and their replies, were seen. Any thread. */
final class Sightings implements LabLink.Tap {
    private final Map<Integer, List<Sighting>> traced = new ConcurrentHashMap<>();

    /**
     * A traced packet on a link.
     *
     * @param link the link.
     * @param from the end that it came from.
     * @param reply whether it is the reply.
     * @param stack its labels there, the top first.
     */
    record Sighting(Lab.Link link, Lab.End from, boolean reply, List<Integer> stack) {
        /** The end that it went to. */
        Lab.End to() {
            return from.equals(link.left()) ? link.right() : link.left();
        }
    }

    /** Begins to note an echo request and its reply. */
    void begin(final Echo request) {
        traced.put(key(request), new ArrayList<>());
    }

    /** Where they have been, in the order of their way. */
    List<Sighting> end(final Echo request) {
        final List<Sighting> seen = traced.remove(key(request));
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    private static int key(final Echo echo) {
        return echo.identifier() << 16 | echo.sequence();
    }

    @Override
    public void passes(final Lab.Link link, final Lab.End from, final byte[] frame) {
        if (traced.isEmpty()) {
            return;
        }
        final WireFrame parsed = WireFrame.parse(frame);
        final Echo echo = parsed == null ? null : Echo.parse(frame, parsed.payload());
        final List<Sighting> seen = echo == null ? null : traced.get(key(echo));
        if (seen != null) {
            synchronized (seen) {
                seen.add(new Sighting(link, from, echo.reply(), parsed.stack()));
            }
        }
    }
}
