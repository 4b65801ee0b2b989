/** What a router is asked to do: interfaces, neighbours, next hops and label entries; whose it is, and why it may be refused. */
package io.swaplane.control.intent;
