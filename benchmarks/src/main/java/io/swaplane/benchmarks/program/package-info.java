/** How fast labels are programmed, end to end: in the process, and over the control API. */
package io.swaplane.benchmarks.program;
