/** The Linux kernel as the ports call it: the downcalls, the binary layouts, and errors with a name and an explanation. */
package io.swaplane.io.kernel;
