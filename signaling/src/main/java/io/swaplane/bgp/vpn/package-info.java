/** VPN routes and their labels: an ASBR's bindings, next hops over tunnels, and the import and export of VRFs. */
package io.swaplane.bgp.vpn;
