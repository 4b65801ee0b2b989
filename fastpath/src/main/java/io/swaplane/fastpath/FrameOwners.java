package io.swaplane.fastpath;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Who owns each chunk of a frame store: the store, a port that has handed it to a device, or the code that holds it in between. Kept
 * only on checked memory, where a chunk freed twice, sent by someone who does not hold it or returned by a device that was never given
 * it throws instead of corrupting a frame later. Owning worker's thread only.
 */
final class FrameOwners {
    private static final Object STORE = "the store";
    private static final Object HOLDER = "the holder";

    private final Object[] owners;

    FrameOwners(final int chunks) {
        owners = new Object[chunks];
        Arrays.fill(owners, STORE);
    }

    void taken(final int chunk) {
        move(chunk, STORE, HOLDER);
    }

    void freed(final int chunk) {
        move(chunk, HOLDER, STORE);
    }

    void handedTo(final int chunk, final Object device) {
        move(chunk, HOLDER, device);
    }

    void takenBackFrom(final int chunk, final Object device) {
        move(chunk, device, HOLDER);
    }

    /** How many chunks each owner has. */
    Map<Object, Integer> census() {
        final Map<Object, Integer> census = new HashMap<>();
        Arrays.stream(owners).forEach(owner -> census.merge(owner, 1, Integer::sum));
        return census;
    }

    private void move(final int chunk, final Object from, final Object to) {
        if (chunk < 0 || chunk >= owners.length) {
            throw new IllegalStateException("an address outside the frame store, from " + from + " to " + to);
        }
        if (owners[chunk] != from) {
            throw new IllegalStateException("chunk " + chunk + " goes from " + from + " to " + to + ", but belongs to " + owners[chunk]);
        }
        owners[chunk] = to;
    }
}
