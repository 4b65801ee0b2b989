/** The BGP-4 codec: messages, path attributes and NLRI on the wire, without I/O. */
package io.swaplane.bgp.message;
