package io.swaplane.router.lab;

import java.util.List;

/**
 * An echo request of a lab's checks and its reply.
 *
 * @param title who sent it to whom.
 * @param answered whether a reply came.
 * @param seen where both were seen, in the order of their way.
 */
record TracedPacket(String title, boolean answered, List<Sightings.Sighting> seen) {
    /** Copies the list. */
    TracedPacket {
        seen = List.copyOf(seen);
    }
}
