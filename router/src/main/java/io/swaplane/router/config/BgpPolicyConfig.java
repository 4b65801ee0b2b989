package io.swaplane.router.config;

import java.util.List;

/**
 * A policy: the first rule that matches a route decides.
 *
 * @param name its name, unique; required.
 * @param rules rules in their order; default none.
 * @param otherwise {@code accept} or {@code reject}: what becomes of other routes; default {@code reject}.
 */
record BgpPolicyConfig(String name, List<BgpRuleConfig> rules, String otherwise) { }
