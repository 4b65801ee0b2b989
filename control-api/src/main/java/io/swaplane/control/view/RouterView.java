package io.swaplane.control.view;

import java.util.List;

/**
 * A router's forwarding state at one moment. It is what {@code --json} prints and what a replay leaves behind for
 * {@code show}.
 *
 * @param router the router's name.
 * @param labels label entries by label space, then label.
 * @param nextHops next hops by index, those of label entries included.
 * @param tunnels tunnels by endpoint, the best of each first.
 * @param indirectNextHops next hops that stand for a peer, by index.
 * @param ports ports by number.
 * @param drops every drop reason, also those that never happened.
 * @param punts every punt reason.
 */
public record RouterView(String router, List<LabelView> labels, List<NextHopView> nextHops, List<TunnelView> tunnels,
                         List<IndirectNextHopView> indirectNextHops, List<PortView> ports,
                         List<ReasonView> drops, List<ReasonView> punts) { }
