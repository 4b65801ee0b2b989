/** TAP devices: the way for punted packets into the host's kernel, and for its frames out of it. */
package io.swaplane.io.tap;
