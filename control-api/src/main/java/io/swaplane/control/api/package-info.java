/** The control API: a running router's state, served and read over gRPC on a Unix-domain socket. */
package io.swaplane.control.api;
