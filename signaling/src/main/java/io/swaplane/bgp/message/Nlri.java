package io.swaplane.bgp.message;

import io.swaplane.control.intent.RouteDistinguisher;

/**
 * One destination on the wire, as primitive values: what of them there is depends on the family. Addresses are bits as in {@link
 * Addresses}, with none set behind the prefix.
 */
public interface Nlri {
    /** The path id (RFC 7911); 0 when none was negotiated. */
    int pathId();

    /** How many labels it has; 0 in families without, and in a withdrawal. */
    int labelCount();

    /** A label, 20 bits; index 0 is the topmost. */
    int label(int index);

    /** The route distinguisher, eight octets as on the wire; 0 in families without. */
    long rd();

    /** Upper 64 bits of the prefix. */
    long addressHigh();

    /** Lower 64 bits of the prefix. */
    long addressLow();

    /** Bits of the prefix, without labels and route distinguisher. */
    int prefixLength();

    /** As in {@code 100:1:10.0.0.0/8 labels 16,17 path 2}. */
    default String text(final Family family) {
        final StringBuilder text = new StringBuilder();
        if (family == Family.ROUTE_TARGET) {
            text.append(RouteTargetMembership.text(addressHigh(), addressLow(), prefixLength()));
        } else {
            text.append(family.vpn() ? new RouteDistinguisher(rd()) + ":" : "")
                .append(Addresses.text(family.ipv4(), addressHigh(), addressLow())).append('/').append(prefixLength());
        }
        for (int i = 0; i < labelCount(); i++) {
            text.append(i > 0 ? "," : labelCount() == 1 ? " label " : " labels ").append(label(i));
        }
        return pathId() == 0 ? text.toString() : text.append(" path ").append(Integer.toUnsignedString(pathId())).toString();
    }
}
