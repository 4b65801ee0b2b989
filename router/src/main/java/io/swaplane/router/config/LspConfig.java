package io.swaplane.router.config;

import java.util.List;

/**
 * A label entry; exactly one action: {@code swap}, {@code php}, {@code pop}, {@code lookup}, {@code receive}, {@code drop},
 * {@code ecmp}, or {@code primary} with {@code backup}.
 *
 * @param label in-label, 16 to 1048575, unique in its label space; required.
 * @param labelSpace {@code platform}, or the name of an interface with {@code label-space: interface}; default {@code platform}.
 * @param owner who made it, one word; default {@code static}.
 * @param accept from where it is valid; default {@code core}.
 * @param ttlModel {@code uniform} or {@code pipe}; default {@code mpls.ttl-model}.
 * @param tcModel {@code uniform} or {@code pipe}; default {@code mpls.tc-model}.
 * @param swap out label.
 * @param php payload type.
 * @param pop payload type.
 * @param nextHop index of the next hop, with {@code swap}, {@code php} and {@code pop}.
 * @param index number that the entry's own next hop shows, 1 to 1048575; default: one above 1048575.
 * @param lookup pop and look up: the next label in a label space, or the IP packet with {@code {vrf: NAME}}.
 * @param payload with {@code lookup}: {@code ip}, {@code ipv4} or {@code ipv6}, what may follow the last label; default {@code ip}.
 * @param receive {@code true}: pop and give the rest to the host.
 * @param drop {@code true}: discard.
 * @param ecmp legs to share between, 1 to 1024.
 * @param primary path while its port is up.
 * @param backup path otherwise.
 */
record LspConfig(Integer label, String labelSpace, String owner, AcceptConfig accept, String ttlModel, String tcModel, String swap,
                 String php, String pop, Integer nextHop, Integer index, LookupConfig lookup, String payload, Boolean receive, Boolean drop,
                 List<LegConfig> ecmp, PathConfig primary, PathConfig backup) implements ForwardConfig {
    static final String DEFAULT_OWNER = "static";
}
