/** Swaplane beside other forwarders on virtual interfaces, and how quickly it notices a lost carrier. */
package io.swaplane.benchmarks.io;
