/** Commands: how producers of labels hand them to the conductor over a ring, and how they learn what became of them. */
package io.swaplane.control.command;
