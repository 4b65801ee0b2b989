package io.swaplane.router.config;

import java.util.List;

/**
 * A static route; exactly one action: {@code next-hop}, {@code via}, {@code receive}, {@code drop}, {@code ecmp}, or {@code primary} with
 * {@code backup}.
 *
 * @param prefix to what; unique in its table; required.
 * @param label pushed under the labels of {@code next-hop}; default none.
 * @param nextHop index of a next hop.
 * @param via address of a gateway on a link of the table.
 * @param receive {@code true}: to the host.
 * @param drop {@code true}: discard.
 * @param ecmp legs to share between, 1 to 1024.
 * @param primary path while its port is up.
 * @param backup path otherwise.
 * @param ttlModel {@code uniform} or {@code pipe}; default {@code mpls.ttl-model}.
 * @param tcModel {@code uniform} or {@code pipe}; default {@code mpls.tc-model}.
 */
record RouteConfig(String prefix, Integer label, Integer nextHop, String via, Boolean receive, Boolean drop, List<RouteLegConfig> ecmp,
                   RoutePathConfig primary, RoutePathConfig backup, String ttlModel, String tcModel) implements RouteWayConfig { }
