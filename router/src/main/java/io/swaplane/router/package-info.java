/** The program: its command line and what each command does. */
package io.swaplane.router;
