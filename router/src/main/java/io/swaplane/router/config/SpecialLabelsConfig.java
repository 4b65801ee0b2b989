package io.swaplane.router.config;

import java.util.List;

/**
 * Special-purpose labels, {@code mpls.special-labels:}.
 *
 * @param drop labels that are dropped instead of punted, any of 1, 4–6 and 8–15; default none.
 * @param entropyLabel whether label 7 is taken on top of the stack (RFC 6790 §4.2); default false.
 * @param explicitNullFrom {@code core} or {@code any}: from which interfaces labels 0 and 2 are taken; default {@code core}.
 */
record SpecialLabelsConfig(List<Integer> drop, Boolean entropyLabel, String explicitNullFrom) { }
