/** What has to be done to a running router so that it does what another configuration asks. */
package io.swaplane.control.diff;
