/** What routers of this program have in common around their conductor: questions to its thread, and the control API that asks them. */
package io.swaplane.router.serve;
