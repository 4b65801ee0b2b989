/** VRF FIBs alone: a generated Internet table, and lookups beside a direct table in C. */
package io.swaplane.benchmarks.fib;
