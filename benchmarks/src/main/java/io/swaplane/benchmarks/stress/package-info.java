/** Concurrency tests of the tables with jcstress: what a worker can see while the conductor writes. */
package io.swaplane.benchmarks.stress;
