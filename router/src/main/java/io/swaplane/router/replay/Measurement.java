package io.swaplane.router.replay;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How fast packets were forwarded from memory to nowhere on one thread.
 *
 * @param repetitions how often the captures were forwarded.
 * @param packets how many packets that were.
 * @param nanoseconds how long it took.
 */
public record Measurement(int repetitions, long packets, long nanoseconds) {
    private static final double SECOND = 1e9;

    /** Packets per second; 0 when nothing was forwarded. */
    @JsonProperty
    public long packetsPerSecond() {
        return nanoseconds == 0 ? 0 : Math.round(packets * SECOND / nanoseconds);
    }
}
