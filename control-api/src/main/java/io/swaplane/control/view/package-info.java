/** What a router shows of itself: immutable pictures of labels, next hops, ports and drops, for text and JSON alike. */
package io.swaplane.control.view;
