/** The forwarder beside a C reference on the same tables and frames: equal results first, then nanoseconds per packet. */
package io.swaplane.benchmarks.compare;
