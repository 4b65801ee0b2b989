package io.swaplane.control.view;

import java.util.List;

/**
 * What is done, or what one leg of a group does.
 *
 * @param role null, or the leg's: {@code weight 2}, {@code primary}, {@code backup}.
 * @param active false for a protection leg that is not in use now.
 * @param summary one line, as in {@code swap to 16, push 34 on ATM6/1.20, nbr 10.20.20.1}.
 * @param nextHops indices of the next hops that it leads to, the entry's own first; empty when it leads to none.
 */
public record ActionView(String role, boolean active, String summary, List<Integer> nextHops) { }
