/** Destinations and paths by table, the best path of each, and what groups of peers were sent of them. */
package io.swaplane.bgp.rib;
