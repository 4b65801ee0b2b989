package io.swaplane.control.show;

import io.swaplane.control.view.VrfView;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code show vrf}: one line each. It takes the VRFs in any number of parts, as {@link BriefText} does. */
public final class VrfText {
    private static final String INDENT = "  ";
    private static final String NONE = "-";

    private final Columns columns = new Columns("lrlllrrl");
    private boolean started;

    /** The lines of the next VRFs, with the heading before the first. */
    public List<String> lines(final List<VrfView> vrfs) {
        if (!started) {
            columns.row("VRF", "number", "RD", "label-mode", "label", "ipv4-routes", "ipv6-routes", "interfaces");
            started = true;
        }
        vrfs.forEach(each -> columns.row(each.name(), each.number(), or(each.routeDistinguisher()), or(each.labelMode()), or(each.label()),
            each.ipv4Routes(), each.ipv6Routes(), list(each.interfaces())));
        return columns.drain();
    }

    /** All of one VRF. */
    public static List<String> paragraph(final VrfView vrf) {
        final List<String> lines = new ArrayList<>();
        lines.add("VRF " + vrf.name() + ", number " + vrf.number());
        lines.add(INDENT + "Owner: " + vrf.owner());
        lines.add(INDENT + "Route distinguisher: " + or(vrf.routeDistinguisher()));
        lines.add(INDENT + "Import route targets: " + list(vrf.imports()));
        lines.add(INDENT + "Export route targets: " + list(vrf.exports()));
        lines.add(INDENT + "Label mode: " + or(vrf.labelMode()) + (vrf.label() == null ? "" : ", label " + vrf.label()));
        lines.add(INDENT + "Interfaces: " + list(vrf.interfaces()));
        lines.add(INDENT + "Routes: " + vrf.ipv4Routes() + " IPv4, " + vrf.ipv6Routes() + " IPv6");
        return lines;
    }

    private static Object or(final Object value) {
        return value == null ? NONE : value;
    }

    private static String list(final List<String> values) {
        return values.isEmpty() ? NONE : String.join(" ", values);
    }
}
