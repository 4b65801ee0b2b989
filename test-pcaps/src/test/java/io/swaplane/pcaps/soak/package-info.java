/** Both ends of the soak: a sender of bounded rate and a sink that counts, each a program of its own in its network namespace. */
package io.swaplane.pcaps.soak;
