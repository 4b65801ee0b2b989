package io.swaplane.router.run;

import io.swaplane.io.netlink.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this host's kernel would itself forward IP packets that come in by certain interfaces: when Swaplane's steering program goes with
 * its process, they would cross from VRF to VRF. The settings are those of the network namespace of the calling thread's process.
 *
 * <p>IPv4 is forwarded where the receiving interface's {@code forwarding} is set. IPv6 is forwarded from everywhere where that of
 * {@code all} is set, and from an interface with {@code force_forwarding} (Linux 6.17); its own {@code forwarding} says only whether it is
 * a router towards its neighbours, but is set along with the others, so that it is asked for as well.
 */
final class KernelForwarding {
    /** Between two looks. */
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(KernelForwarding.class);
    private static final Path SETTINGS = Path.of("/proc/sys");
    private static final String ON_ALL = "net/ipv6/conf/all/forwarding";

    /** Kind of link. */
    private static final String KERNEL_VRF = "vrf";

    private final List<String> devices;
    private List<String> last = List.of();
    private long due;

    /**
     * A watch.
     *
     * @param devices Linux interfaces that take IP packets for the forwarder.
     * @param nowNanos the time, on the clock that {@link #doWork} is given.
     */
    KernelForwarding(final Collection<String> devices, final long nowNanos) {
        this.devices = List.copyOf(devices);
        this.due = nowNanos;
    }

    /**
     * Refuses a start while the kernel forwards from these interfaces.
     *
     * @throws StartException with what to set.
     */
    static void refuse(final Collection<String> devices) throws StartException {
        final List<String> on = on(devices);
        if (!on.isEmpty()) {
            throw new StartException("the kernel forwards IP packets of interfaces that are to take them here, and would let them cross"
                + " from VRF to VRF when swaplane ends: " + commands(on));
        }
    }

    /**
     * Refuses a start while one of these interfaces belongs to a bridge, a bond or the like, which would carry its frames on by its own
     * rules. A kernel VRF is none of these: it forwards by a setting that is looked at.
     *
     * @throws StartException with what to do.
     */
    static void refuseMembers(final Collection<String> devices, final Collection<Link> links) throws StartException {
        for (final Link each : links) {
            final Link master = devices.contains(each.name()) ? master(each, links) : null;
            if (master != null && !master.kind().equals(KERNEL_VRF)) {
                throw new StartException(each.name() + " is to take IP packets here, but belongs to " + master.name()
                    + ", which could let them cross from VRF to VRF when swaplane ends: `ip link set " + each.name() + " nomaster`");
            }
        }
    }

    /** What a link belongs to; null when to nothing, or nothing that is known here. */
    private static Link master(final Link member, final Collection<Link> links) {
        return links.stream().filter(each -> member.master() != 0 && each.index() == member.master()).findFirst().orElse(null);
    }

    /**
     * Those interfaces, all that are VLANs or other shares of them, and the kernel VRFs that any of these belong to: by whose settings the
     * kernel goes as well.
     */
    static List<String> withShares(final Collection<String> devices, final Collection<Link> links) {
        final Set<String> names = new LinkedHashSet<>(devices);
        final Set<Integer> carriers = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (final Link each : links) {
                if (names.contains(each.name()) || carriers.contains(each.lower())) {
                    names.add(each.name());
                    more |= carriers.add(each.index());
                }
            }
        }
        links.stream().filter(each -> names.contains(each.name())).map(each -> master(each, links)).filter(Objects::nonNull).map(Link::name)
            .toList().forEach(names::add);
        return List.copyOf(names);
    }

    /** Has the kernel not forward what comes in by an interface of Swaplane's own. */
    static void turnOff(final String device) {
        final Path setting = SETTINGS.resolve("net/ipv4/conf").resolve(device).resolve("forwarding");
        try {
            Files.writeString(setting, "0\n");
        } catch (final IOException e) {
            LOG.warn("{} cannot be set to 0: {}", setting, e.getMessage());
        }
    }

    /** The settings by which the kernel forwards packets of these interfaces. */
    private static List<String> on(final Collection<String> devices) {
        if (devices.isEmpty()) {
            return List.of();
        }
        return Stream.concat(Stream.of(ON_ALL), devices.stream().flatMap(device -> Stream.of("net/ipv4/conf/" + device + "/forwarding",
            "net/ipv6/conf/" + device + "/forwarding", "net/ipv6/conf/" + device + "/force_forwarding")))
            .filter(KernelForwarding::isSet).toList();
    }

    private static boolean isSet(final String setting) {
        try {
            return !Files.readString(SETTINGS.resolve(setting)).strip().equals("0");
        } catch (final NoSuchFileException e) {
            return false; // no IPv6, an older kernel, an interface that is gone
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With slashes, as the names of interfaces may have dots. */
    private static String commands(final List<String> on) {
        return on.stream().map(each -> "`sysctl -w " + each + "=0`").collect(Collectors.joining(", "));
    }

    /** Looks, when it is time to, and says what has changed. */
    void doWork(final long nowNanos) {
        if (nowNanos - due < 0) {
            return;
        }
        due = nowNanos + PERIOD_NANOS;
        final List<String> now = on(devices);
        final List<String> come = new ArrayList<>(now);
        come.removeAll(last);
        if (!come.isEmpty()) {
            LOG.error("THE KERNEL FORWARDS IP packets of interfaces that take them here. Packets still go by Swaplane alone, but would"
                + " cross from VRF to VRF if it ended, and it would not start again: {}", commands(come));
        } else if (now.isEmpty() && !last.isEmpty()) {
            LOG.info("the kernel no longer forwards IP packets of interfaces that take them here");
        }
        last = now;
    }

    /** The settings by which the kernel forwarded at the last look, as {@code sysctl} names them; empty as it should be. */
    List<String> seen() {
        return last;
    }
}
