/** Ports on raw sockets (AF_PACKET): the fallback where AF_XDP cannot be had. */
package io.swaplane.io.packet;
