/** What label updates cost the packets that are forwarded meanwhile, and what labels take of memory. */
package io.swaplane.benchmarks.update;
