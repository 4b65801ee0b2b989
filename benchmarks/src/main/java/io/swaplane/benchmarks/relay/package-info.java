/** A million VPN routes from one BGP peer by way of a speaker to another: Swaplane beside GoBGP. */
package io.swaplane.benchmarks.relay;
