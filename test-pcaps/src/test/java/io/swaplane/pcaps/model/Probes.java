package io.swaplane.pcaps.model;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.pcaps.PacketBuilder;
import java.util.List;
import java.util.SplittableRandom;

/** Makes packets with labels and without that may come from a neighbour of the router. */
final class Probes {
    private static final List<InterfaceIntent> INGRESSES =
        Universe.INTERFACES.stream().filter(each -> each.mpls() != MplsMode.OFF || each.vrf() != null).toList();
    private static final MacAddress STRANGER = new MacAddress(0x0200_0000_00FFL);
    private static final int DEEPEST = 4;
    private static final int[] TTLS = {0, 1, 2, 64, 64, 64, 255, 255};

    private final SplittableRandom random;
    private final RouterModel model;

    Probes(final SplittableRandom random, final RouterModel model) {
        this.random = random;
        this.model = model;
    }

    /** The port number by which the next frame comes. */
    int port() {
        return random.nextInt(Universe.PORTS.size());
    }

    byte[] next(final int port) {
        final List<InterfaceIntent> ingresses = INGRESSES.stream().filter(each -> each.port().equals(Universe.PORTS.get(port))).toList();
        final InterfaceIntent ingress = anyOf(ingresses);
        final int sender = random.nextInt(Universe.NEIGHBOUR_MACS.size() + 1);
        final PacketBuilder frame = PacketBuilder.ethernet(ingress.mac().toString(),
            (sender == Universe.NEIGHBOUR_MACS.size() ? STRANGER : Universe.NEIGHBOUR_MACS.get(sender)).toString());
        ingress.vlans().forEach(frame::vlan);
        if (ingress.mpls() != MplsMode.OFF && (ingress.vrf() == null || random.nextBoolean())) {
            labels(frame, ingress);
        }
        final int hopLimit = TTLS[random.nextInt(TTLS.length)];
        return (random.nextBoolean() ? frame.ipv4("198.51.100." + random.nextInt(200), anyOf(Universe.DESTINATIONS4), hopLimit)
            : frame.ipv6("2001:db8:ffff::" + random.nextInt(200), anyOf(Universe.DESTINATIONS6), hopLimit))
            .dscp(random.nextInt(64)).udp(1, 2).payload(random.nextInt(60)).build();
    }

    private void labels(final PacketBuilder frame, final InterfaceIntent ingress) {
        String space = ingress.ownLabelSpace() ? ingress.name() : LspIntent.PLATFORM;
        final int depth = random.nextInt(1, DEEPEST + 1);
        for (int i = 1; i <= depth; i++) {
            final int label = label(space, i < depth);
            frame.mpls(label, random.nextInt(8), TTLS[random.nextInt(TTLS.length)], i == depth);
            space = lookup(space, label, space);
        }
    }

    /** Any label; above the bottom, one that leads to the next label if a few attempts find it. */
    private int label(final String space, final boolean more) {
        int label = Universe.FIRST_LABEL + random.nextInt(Universe.labels(space));
        for (int attempt = 0; more && attempt < 6 && lookup(space, label, null) == null; attempt++) {
            label = Universe.FIRST_LABEL + random.nextInt(Universe.labels(space));
        }
        return label;
    }

    private String lookup(final String space, final int label, final String otherwise) {
        final RouterModel.Held<LspIntent> held = model.labels().get(new RouterModel.Key(space, label));
        return held != null && held.value().action() instanceof Action.Lookup lookup ? lookup.labelSpace() : otherwise;
    }

    private <T> T anyOf(final List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
