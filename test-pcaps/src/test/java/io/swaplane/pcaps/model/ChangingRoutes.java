package io.swaplane.pcaps.model;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.pcaps.PacketBuilder;
import java.util.List;

/** A million routes of one VRF, each with the out labels and next hops that {@link ChangingLabels} have. */
final class ChangingRoutes implements Churn {
    static final int COUNT = ChangingLabels.COUNT;
    static final String VRF = "red";

    /** 16.0.0.0 and on, 256 addresses each. */
    private static final int FIRST = 16 << 24;
    private static final int SHIFT = 8;
    private static final MacAddress CUSTOMER = new MacAddress(0x0200_0000_0002L);

    /** A router with the two next hops, and a customer on the first port. */
    static RouterIntent router() {
        final RouterIntent labels = ChangingLabels.router();
        final InterfaceIntent customer =
            new InterfaceIntent("ce", "p0", List.of(), 0x8100, CUSTOMER, MplsMode.OFF, 1500, false, false, VRF, List.of());
        return new RouterIntent(labels.name(), labels.routerId(), labels.defaults(), labels.dynamicLabels(), labels.labels(),
            labels.specialLabels(), labels.ports(), List.of(customer, labels.interfaces().getLast()), labels.neighbours(), List.of(),
            labels.nextHops(), List.of(), List.of(),
            new RoutingIntent(List.of(new VrfIntent(VRF, null, List.of(), List.of(), LabelMode.PER_VRF, null)), List.of(),
                RoutingIntent.CLASS_SELECTORS));
    }

    static String prefix(final int number) {
        return address(number, 0) + "/24";
    }

    private static String address(final int number, final int host) {
        final int network = FIRST + (number << SHIFT);
        return (network >>> 24) + "." + (network >>> 16 & 0xFF) + "." + (network >>> 8 & 0xFF) + "." + host;
    }

    /** The label that a route pushes in a round. */
    static int label(final int number, final int round) {
        return ChangingLabels.outLabel(ChangingLabels.FIRST + number, round);
    }

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public byte[] packet(final int number) {
        return PacketBuilder.ethernet(CUSTOMER.toString(), "02:00:00:00:00:99").ipv4("192.0.2.1", address(number, 1 + (number & 0x7F)), 64)
            .udp(1, 2).build();
    }

    @Override
    public boolean isOf(final int number, final int round, final byte[] sent) {
        return ChangingLabels.leftBy(ChangingLabels.FIRST + number, round, sent);
    }
}
