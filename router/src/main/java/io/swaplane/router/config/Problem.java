package io.swaplane.router.config;

/**
 * Something in a configuration that is refused.
 *
 * @param file the file, as the user named it.
 * @param line line in it, from 1.
 * @param path place in it, as in {@code lsps[3].swap}; empty for the file as a whole.
 * @param message what is wrong and what to do.
 */
public record Problem(String file, int line, String path, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
