/** Ordered policies: what of a peer's routes is taken or given, and what is changed about them. */
package io.swaplane.bgp.policy;
