/** jcstress tests of the tables: what a worker can see while the conductor writes. */
package io.swaplane.benchmarks.stress;
