package io.swaplane.io.netns;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.NetDevice;
import java.nio.file.Files;
import java.nio.file.Path;

/** Namespaces without noise, and virtual wires with known MAC addresses between them. */
public final class Wires {
    private Wires() {
    }

    /** A namespace in which interfaces begin without IPv6, whose own traffic would be noise. */
    public static Namespace quiet(final String tag) throws Exception {
        final Namespace namespace = new Namespace(tag);
        write(namespace, "net/ipv6/conf/default/disable_ipv6", "1");
        return namespace;
    }

    /** Joins two namespaces by a veth pair, both ends up, with the MAC addresses {@link Frames#mac} of the numbers. */
    public static void join(final Namespace left, final String leftName, final int leftMac, final Namespace right,
                            final String rightName, final int rightMac) throws Exception {
        Namespace.join(left, leftName, right, rightName);
        left.ip("link", "set", leftName, "address", Frames.mac(leftMac));
        right.ip("link", "set", rightName, "address", Frames.mac(rightMac));
    }

    /** The index of an interface in a namespace. */
    public static int index(final Namespace namespace, final String name) throws Exception {
        return namespace.in(() -> new NetDevice(name).index());
    }

    /** Writes a kernel setting of a namespace, by its path below /proc/sys. */
    public static void write(final Namespace namespace, final String setting, final String value) throws Exception {
        namespace.in(() -> Files.writeString(Path.of("/proc/sys", setting), value));
    }
}
