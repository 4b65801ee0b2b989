/** The packet path: frames, ports, packet codecs and the forwarder that moves labelled packets between ports. */
package io.swaplane.fastpath;
