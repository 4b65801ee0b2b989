/** Benchmarks: the forwarder beside a C reference on the same frames, and concurrency stress tests. */
package io.swaplane.benchmarks;
