/** The traffic that benchmarks forward, the tables under it, and the JMH benchmarks of the forwarder. */
package io.swaplane.benchmarks;
