package io.swaplane.router.config;

import java.util.Map;

/**
 * Router-wide MPLS settings, {@code mpls:}.
 *
 * @param ttlModel {@code uniform} or {@code pipe} (RFC 3443); default {@code uniform}.
 * @param tcModel {@code uniform} or {@code pipe} (RFC 5462); default {@code uniform}.
 * @param pipeTtl TTL of pushed labels in pipe model, hops, 1 to 255; default 255.
 * @param pipeTc TC of pushed labels in pipe model, 0 to 7; default 0.
 * @param hashIpPayload whether ECMP hashes the IP addresses and ports behind the label stack; default true.
 * @param hashSeed makes the ECMP hash the router's own, 0 to 4294967295; default: the router id.
 * @param dynamicLabels labels that may be allocated, {@code FIRST-LAST}; default {@code 16-1048575}.
 * @param labelHoldTime how long a label rests before it is used for something else, 1s to 24h; default {@code 60s}.
 * @param dscpToTc traffic class of pushed labels, 0 to 7, by the IP packet's DSCP, 0 to 63; default: the DSCP's upper three bits.
 * @param specialLabels what happens to labels 0 to 15; default: every default of {@link SpecialLabelsConfig}.
 */
record MplsConfig(String ttlModel, String tcModel, Integer pipeTtl, Integer pipeTc, Boolean hashIpPayload, String hashSeed,
                  String dynamicLabels, String labelHoldTime, Map<String, Integer> dscpToTc, SpecialLabelsConfig specialLabels) { }
