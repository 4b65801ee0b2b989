package io.swaplane.router.replay;

/**
 * A capture that a replay wrote.
 *
 * @param port the egress port's name, or {@code punt}.
 * @param path the file.
 * @param packets how many packets are in it.
 */
public record OutputFile(String port, String path, long packets) { }
