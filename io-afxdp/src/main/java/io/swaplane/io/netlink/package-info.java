/** The kernel's links, addresses and neighbours through a route netlink socket, and the resolution of next hops by them. */
package io.swaplane.io.netlink;
