/** What label updates cost the packets that are forwarded meanwhile, and how long a million labels take from an empty start. */
package io.swaplane.benchmarks.update;
