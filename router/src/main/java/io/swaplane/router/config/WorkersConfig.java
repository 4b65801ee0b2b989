package io.swaplane.router.config;

import java.util.List;

/**
 * The packet workers of {@code run}.
 *
 * @param count how many; each serves the queue of its number of every port, 1 to 64; default 1.
 * @param idle what one does without work: {@code block} (sleep in poll), {@code backoff} or {@code spin}; default {@code block}.
 * @param cpus CPU that each is pinned to, as many as workers; default not pinned.
 * @param frames frames of memory that each has, 1024 to 1048576; default 8192.
 * @param frameSize bytes of a frame's memory, one of {@link #FRAME_SIZES}; default 2048.
 */
record WorkersConfig(Integer count, String idle, List<Integer> cpus, Integer frames, Integer frameSize) {
    static final int DEFAULT_FRAMES = 8192;
    static final int DEFAULT_FRAME_SIZE = 2048;
    static final List<Integer> FRAME_SIZES = List.of(2048, 4096, 8192, 16384);
}
