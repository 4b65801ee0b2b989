package io.swaplane.control.view;

import java.util.List;

/**
 * A route of a VRF or of the global table.
 *
 * @param vrf the VRF's name.
 * @param prefix as {@code 10.0.0.0/8}.
 * @param kind {@code connected}, {@code local}, {@code neighbour}, {@code put} or {@code leaked}.
 * @param owner who made it: {@code connected}, {@code local}, {@code neighbour}, the producer's {@code static}, {@code bgp}, …; of a leaked
 *     route the VRF that it comes from.
 * @param action what is done: {@code forward}, {@code ecmp}, {@code protect}, {@code receive}, {@code glean} or {@code discard}.
 * @param interfaceName of {@code glean} the interface on whose link the destination is; else null.
 * @param legs its ways out; empty when it forwards nothing.
 * @param ttlModel {@code uniform} or {@code pipe}.
 * @param tcModel {@code uniform} or {@code pipe}.
 * @param resolved false when all its packets drop as unresolved.
 */
public record RouteView(String vrf, String prefix, String kind, String owner, String action, String interfaceName, List<RouteLegView> legs,
                        String ttlModel, String tcModel, boolean resolved) { }
