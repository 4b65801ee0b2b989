package io.swaplane.control.intent;

import io.swaplane.table.AddressText;

/**
 * What a producer has one in-label for. The accept class and the VRF belong to it, so that no label is valid in two of either.
 *
 * @param fec which packets share the label.
 * @param accept from where it is valid.
 * @param vrf the VRF's name, or null outside of VRFs; a {@link Fec.WholeVrf} has one.
 */
public record BindingKey(Fec fec, Accept accept, String vrf) {
    @Override
    public String toString() {
        return fec + (vrf == null ? "" : ", VRF " + vrf) + switch (accept) {
            case Accept.Core core -> ", core";
            case Accept.Router router -> ", router";
            case Accept.Interface on -> ", interface " + on.name();
            case Accept.Neighbour from -> ", neighbour " + AddressText.of(from.address()) + " on " + from.interfaceName();
            case Accept.Named set -> ", set " + set.setName();
        };
    }
}
