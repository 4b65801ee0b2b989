package io.swaplane.bgp.message;

import java.util.ArrayList;
import java.util.List;

/** What an UPDATE message says, a line for each route. */
final class UpdateText {
    private UpdateText() {
    }

    /** Reads a message and says what it holds; a remedy first when anything is wrong. */
    static List<String> of(final UpdateReader reader, final byte[] message) {
        final List<String> lines = new ArrayList<>();
        final Remedy remedy = reader.read(message, 0, message.length);
        if (remedy != Remedy.NONE) {
            lines.add(remedy + ": " + reader.faults());
        }
        if (reader.endOfRib() != null) {
            lines.add("end-of-rib " + reader.endOfRib());
        }
        while (reader.next()) {
            final String route = reader.family() + " " + reader.text(reader.family());
            lines.add(reader.withdrawn()
                ? "withdraw " + route
                : "announce " + route + " next-hop " + reader.nextHop() + ", " + reader.attributes());
        }
        return lines;
    }
}
