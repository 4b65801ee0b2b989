/** What a router is asked to do: interfaces, neighbours, next hops and label entries, apart from how the tables hold it. */
package io.swaplane.control.intent;
