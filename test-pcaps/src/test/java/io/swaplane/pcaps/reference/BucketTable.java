package io.swaplane.pcaps.reference;

import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouteIntent;
import java.util.List;

/**
 * Which leg of an ECMP entry or next-hop group holds each bucket. How buckets are spread over legs is not part of docs/FORWARDING.md, so
 * this one thing is taken from the router under test; everything else the reference works out for itself.
 */
public interface BucketTable {
    /** One leg number for each bucket of the entry's group. */
    List<Integer> legs(LspIntent lsp);

    /** One leg number for each bucket of a route's group, which is the longest match of {@code destination} in {@code table}. */
    List<Integer> legs(RouteIntent route, String table, byte[] destination);

    /** One leg number for each bucket of a next hop that is a group. */
    List<Integer> legs(NextHopIntent.Group group);
}
