package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A next hop: an interface and a neighbour on it, or another next hop that resolves this one.
 *
 * @param index its number, 1 to 1048575, unique; required.
 * @param interfaceName egress interface; required unless {@code via} is given.
 * @param neighbour address of a neighbour on that interface; required with {@code interface}.
 * @param via index of the next hop that resolves this one.
 * @param peer address of the peer that it stands for; only with {@code via}; default none.
 * @param push labels that it pushes, top of stack first; default none.
 * @param statistics whether packets are counted; only with {@code interface}; default true.
 * @param pipeTtl TTL of its pushed labels in pipe model, hops, 1 to 255; only with {@code interface}; default {@code mpls.pipe-ttl}.
 * @param pipeTc TC of its pushed labels in pipe model, 0 to 7; only with {@code interface}; default {@code mpls.pipe-tc}.
 */
record NextHopConfig(Integer index, @JsonProperty("interface") String interfaceName, String neighbour, Integer via, String peer,
                     List<Integer> push, Boolean statistics, Integer pipeTtl, Integer pipeTc) { }
