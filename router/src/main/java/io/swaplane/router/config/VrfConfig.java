package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A VRF with its static routes.
 *
 * @param name its name, unique; required.
 * @param rd its route distinguisher, unique; default none.
 * @param imports route targets of the routes that come into it; default none.
 * @param exports route targets that its own routes carry; default none.
 * @param labelMode {@code per-vrf}, {@code per-next-hop} or {@code per-route}; default {@code per-vrf}.
 * @param label its label in mode {@code per-vrf}, 16 to 1048575; default: the label manager's choice.
 * @param tap name of its TAP device to the host, for {@code run}; default none: packets for the host are counted and dropped.
 * @param networks prefixes that BGP originates; default none.
 * @param redistribute {@code connected}, {@code static}: routes of it that BGP originates; default none.
 * @param routes its static routes; default none.
 */
record VrfConfig(String name, String rd, @JsonProperty("import") List<String> imports, @JsonProperty("export") List<String> exports,
                 String labelMode, Integer label, String tap, List<String> networks, List<String> redistribute,
                 List<RouteConfig> routes) { }
