/** Events: what changed in the router, for any number of watchers, none of which can hold the conductor up. */
package io.swaplane.control.event;
