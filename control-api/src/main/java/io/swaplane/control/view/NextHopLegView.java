package io.swaplane.control.view;

/**
 * A leg of a next-hop group.
 *
 * @param role {@code weight 2}, {@code primary}, {@code backup}.
 * @param active false for the one of a protected next hop that is not in use now.
 * @param nextHop index of the next hop that it is.
 */
public record NextHopLegView(String role, boolean active, int nextHop) { }
