/** Ports: where frames come from and go to. */
package io.swaplane.io;
