/** A speaker's sessions, tables, labels and peers together, on one event loop, without any transport. */
package io.swaplane.bgp.speaker;
