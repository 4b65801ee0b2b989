package io.swaplane.control.view;

import java.util.List;

/**
 * A VRF, or the global table.
 *
 * @param name its name.
 * @param number its number in the tables; 0 is the global table's.
 * @param owner who made it, as {@code static}; {@code router} for the global table.
 * @param routeDistinguisher its route distinguisher as {@code 65000:1}, or null when it has none.
 * @param imports route targets that it imports, as {@code 65000:1}.
 * @param exports route targets that it exports.
 * @param labelMode for what its routes get labels: {@code per-vrf}, {@code per-next-hop}, {@code per-route}; null for the global table.
 * @param label its label as the configuration gives it, or null.
 * @param interfaces names of the interfaces bound to it.
 * @param ipv4Routes how many IPv4 routes its FIB has, those of every kind.
 * @param ipv6Routes how many IPv6 routes its FIB has.
 */
public record VrfView(String name, int number, String owner, String routeDistinguisher, List<String> imports, List<String> exports,
                      String labelMode, Integer label, List<String> interfaces, int ipv4Routes, int ipv6Routes) { }
