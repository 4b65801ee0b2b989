package io.swaplane.router.lab;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouterIntent;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Which addresses are a router's own: those of its interfaces, and those that it has routes to receive for. */
final class OwnAddresses {
    private OwnAddresses() {
    }

    /** Those of a table, in the configuration's order. */
    static List<InetAddress> of(final RouterIntent router, final String table) {
        final Stream<InetAddress> interfaces = router.interfaces().stream().filter(each -> table.equals(each.vrf()))
            .map(InterfaceIntent::addresses).flatMap(List::stream).map(Prefix::address);
        final Stream<InetAddress> received = router.routing().routes().stream().filter(each -> each.vrf().equals(table))
            .filter(each -> each.action() instanceof RouteAction.Receive && isHost(each)).map(each -> each.prefix().address());
        return Stream.concat(interfaces, received).toList();
    }

    private static boolean isHost(final RouteIntent route) {
        return route.prefix().length() == route.prefix().address().getAddress().length * Byte.SIZE;
    }
}
