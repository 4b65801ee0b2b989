/** A router on real interfaces: its ports, its worker and control threads, and how they start and stop. */
package io.swaplane.router.run;
