package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A next hop: an interface and a neighbour on it, a next hop or peer that resolves this one, or several next hops to choose from.
 *
 * @param index its number, 1 to 1048575, unique; required.
 * @param interfaceName egress interface.
 * @param neighbour address of a neighbour on that interface; required with {@code interface}.
 * @param via index of the next hop that resolves this one.
 * @param peer address of the peer that it stands for; without {@code via} it is resolved by the best tunnel there, or a neighbour.
 * @param group next hops that share the packets by flow and weight.
 * @param primary index of a next hop, used while its port is up; with {@code backup}.
 * @param backup index of the next hop used otherwise.
 * @param push labels that it pushes, top of stack first; with {@code interface}, {@code via} or {@code peer}; default none.
 * @param statistics whether packets are counted; only with {@code interface}; default true.
 * @param pipeTtl TTL of its pushed labels in pipe model, hops, 1 to 255; only with {@code interface}; default {@code mpls.pipe-ttl}.
 * @param pipeTc TC of its pushed labels in pipe model, 0 to 7; only with {@code interface}; default {@code mpls.pipe-tc}.
 */
record NextHopConfig(Integer index, @JsonProperty("interface") String interfaceName, String neighbour, Integer via, String peer,
                     List<NextHopLegConfig> group, Integer primary, Integer backup, List<Integer> push, Boolean statistics,
                     Integer pipeTtl, Integer pipeTc) { }
