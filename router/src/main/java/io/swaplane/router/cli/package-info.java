/** The command line: one class per command, which reads its arguments, lets others do the work, and prints. */
package io.swaplane.router.cli;
