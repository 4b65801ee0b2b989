/** The conductor: the only writer of intent and of the forwarding tables. */
package io.swaplane.control;
