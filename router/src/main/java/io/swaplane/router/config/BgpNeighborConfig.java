package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A BGP neighbor.
 *
 * @param address its address; required.
 * @param as its AS, {@code internal}, or {@code external} for any other; required.
 * @param name what {@code show} and policies call it, unique; default its address.
 * @param description for who reads the file.
 * @param vrf the VRF that the session is in; default none.
 * @param interfaceName the interface that it is behind; default: the one with an address on its subnet.
 * @param localAddress the router's address in the session; default: that of the interface.
 * @param families what is exchanged; required outside of VRFs; default in a VRF: unicast of its address family.
 * @param nextHop {@code standard}, {@code self}, {@code self-always} or {@code unchanged}: the next hop that it is told; default
 *     {@code standard}.
 * @param accept from where labels that it is told are valid; default: the interface of an external one, else {@code core}.
 * @param importPolicy policy of what is taken from it.
 * @param exportPolicy policy of what it is told.
 * @param md5 key of TCP-MD5, 1 to 80 octets; default none.
 * @param ttlSecurity from how many hops away it may be heard (GTSM), 1 to 254; default any.
 * @param multihop how many hops an external one may be away, 1 to 255; default: on the link.
 * @param passive whether connections are not opened, only taken; default false.
 * @param holdTime hold time to propose, {@code 0s} or {@code 3s} to {@code 65535s}; default {@code 90s}.
 * @param gracefulRestart what differs from BGP's graceful restart; default nothing.
 * @param port the port that connections are opened to; default 179.
 * @param maxPrefixes limits, by family; default none.
 * @param allowAs how often the router's own AS may be in a path from it, 0 to 255; default 0.
 * @param asOverride whether its AS is replaced by the router's in what it is told; default false.
 * @param explicitNull whether it is told this router's own labelled networks with explicit null; default false.
 * @param routeReflectorClient whether it is a client of this route reflector; default false.
 * @param shutdown whether the session is not opened; default false.
 * @param extendedMessages whether messages of up to 65535 octets are taken; default true.
 */
record BgpNeighborConfig(String address, String as, String name, String description, String vrf,
                         @JsonProperty("interface") String interfaceName, String localAddress, List<String> families, String nextHop,
                         AcceptConfig accept, @JsonProperty("import") String importPolicy, @JsonProperty("export") String exportPolicy,
                         String md5, Integer ttlSecurity, Integer multihop, Boolean passive, String holdTime,
                         BgpRestartConfig gracefulRestart, Integer port,
                         Map<String, BgpPrefixLimitConfig> maxPrefixes, Integer allowAs, Boolean asOverride, Boolean explicitNull,
                         Boolean routeReflectorClient, Boolean shutdown, Boolean extendedMessages) { }
