/** BGP of a router: sessions and speaker together on one loop, as configured. */
package io.swaplane.bgp.router;
