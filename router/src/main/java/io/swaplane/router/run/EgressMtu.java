package io.swaplane.router.run;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.fastpath.Ethernet;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the MTU of configured interfaces to the MTU of the Linux interface beneath, beyond which the kernel or the device loses frames
 * without a word. A Linux MTU leaves room for one VLAN tag, so an interface behind two has four octets less; see {@link LivePort#tagRoom}
 * for a mode that has no room.
 */
final class EgressMtu {
    private final List<InterfaceIntent> interfaces;

    EgressMtu(final List<InterfaceIntent> interfaces) {
        this.interfaces = List.copyOf(interfaces);
    }

    /** What is wrong with each interface on a port whose Linux interface has this name and MTU; empty when all fit. */
    List<String> problems(final LivePort port, final String device, final int deviceMtu) {
        final List<String> problems = new ArrayList<>();
        for (final InterfaceIntent each : interfaces) {
            if (each.port().equals(port.name()) && each.mtu() > deviceMtu - beyond(each, port)) {
                problems.add(problem(each, beyond(each, port), device, deviceMtu));
            }
        }
        return problems;
    }

    /** Octets of VLAN tags that count against the Linux interface's MTU. */
    private static int beyond(final InterfaceIntent each, final LivePort port) {
        if (each.vlans().isEmpty()) {
            return 0;
        }
        final int outer = each.vlans().size() == 1 ? Ethernet.VLAN : each.outerTpid();
        return each.vlans().size() * Ethernet.TAG_BYTES - port.tagRoom(outer);
    }

    private static String problem(final InterfaceIntent each, final int beyond, final String device, final int deviceMtu) {
        return "interface " + each.name() + ": its MTU " + each.mtu() + (beyond == 0 ? "" : " with " + beyond + " octets of VLAN tags")
            + " is more than the " + deviceMtu + " of " + device + ": set 'mtu: " + (deviceMtu - beyond) + "', or `ip link set " + device
            + " mtu " + (each.mtu() + beyond) + "`";
    }
}
