package io.swaplane.control.view;

/**
 * What a VRF does with packets to an address.
 *
 * @param vrf the VRF's name.
 * @param address the address.
 * @param outcome {@code forward}, {@code receive}, or as the counters have it {@code drop REASON} or {@code punt REASON}.
 * @param route the route that matches, with all ways that packets may take; null when none does.
 */
public record RouteDecision(String vrf, String address, String outcome, RouteView route) { }
