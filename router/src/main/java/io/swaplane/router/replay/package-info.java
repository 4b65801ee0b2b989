/** Replay: captures through a configured router, without ports or a network. */
package io.swaplane.router.replay;
