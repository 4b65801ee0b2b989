/** Capture files: reading and writing them, and ports and schedules that replay what they hold. */
package io.swaplane.io.pcap;
