/** In-memory links that join two ports back to back, for labs and tests. */
package io.swaplane.io.link;
