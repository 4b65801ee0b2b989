/** The captures that the examples and tests replay, and the fluent builder that makes their frames. */
package io.swaplane.pcaps;
