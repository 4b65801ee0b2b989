package io.swaplane.control.view;

import java.util.Map;

/**
 * How many routes there are, in a time that does not depend on their number.
 *
 * @param vrfs how many VRFs, the global table not counted.
 * @param ipv4 IPv4 routes of all tables, leaked ones included.
 * @param ipv6 IPv6 routes of all tables.
 * @param byOwner routes by owner: {@code static}, {@code bgp}, {@code connected}, {@code local}, {@code neighbour}, {@code leaked}.
 * @param adjacencies neighbours and gateways that routes lead to.
 * @param bytes memory that the FIBs take.
 */
public record RouteUsageView(int vrfs, long ipv4, long ipv6, Map<String, Integer> byOwner, int adjacencies, long bytes) { }
