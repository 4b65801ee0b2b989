package io.swaplane.bgp.router;

import io.swaplane.control.intent.Accept;
import io.swaplane.table.AddressText;

/** From where a label is valid, as {@code show mpls forwarding} says it; {@link Accept.Router} without the router's name. */
final class AcceptText {
    private AcceptText() {
    }

    static String of(final Accept accept) {
        return switch (accept) {
            case Accept.Core core -> "core";
            case Accept.Router anyInterface -> "router";
            case Accept.Interface each -> "interface " + each.name();
            case Accept.Neighbour each -> "neighbor " + AddressText.of(each.address()) + " on " + each.interfaceName();
            case Accept.Named each -> "set " + each.setName();
        };
    }
}
