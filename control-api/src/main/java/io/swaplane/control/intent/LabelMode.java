package io.swaplane.control.intent;

/** For what a PE gives the labels of a VRF's routes. */
public enum LabelMode {
    /** One label for the whole VRF: pop, then look the packet up in the VRF. */
    PER_VRF("per-vrf"),
    /** One label per next hop (CE): pop, and straight to it without a lookup (JunosE's label-switched mode). */
    PER_NEXT_HOP("per-next-hop"),
    /** One label per route. */
    PER_ROUTE("per-route");

    private final String label;

    LabelMode(final String label) {
        this.label = label;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }
}
