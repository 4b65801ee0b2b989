package io.swaplane.router.config;

import java.util.List;

/**
 * Several routers, the links between them, and what must come out.
 *
 * @param name its name.
 * @param routers the routers, each with a name of its own.
 * @param links what joins their ports; each port is on one link at most.
 * @param checks what must come out, in the file's order.
 */
public record Lab(String name, List<LiveConfiguration> routers, List<Link> links, List<LabCheck> checks) {
    /** Copies the lists. */
    public Lab {
        routers = List.copyOf(routers);
        links = List.copyOf(links);
        checks = List.copyOf(checks);
    }

    /**
     * A link.
     *
     * @param name its name, good for a file's, too.
     * @param left one end.
     * @param right the other.
     */
    public record Link(String name, End left, End right) { }

    /** The end of a link: a port of a router. */
    public record End(String router, String port) {
        @Override
        public String toString() {
            return router + " " + port;
        }
    }
}
