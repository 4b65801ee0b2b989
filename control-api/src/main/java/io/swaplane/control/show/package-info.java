/** The text of the {@code show} commands, made from views alone. */
package io.swaplane.control.show;
