/** BGP sessions: the session machine, its timers, and the transport under it. */
package io.swaplane.bgp.session;
