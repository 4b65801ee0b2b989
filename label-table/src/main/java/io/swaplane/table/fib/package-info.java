/** VRF FIBs: IPv4 and IPv6 longest-prefix match in off-heap memory, with one writer and readers that never wait. */
package io.swaplane.table.fib;
