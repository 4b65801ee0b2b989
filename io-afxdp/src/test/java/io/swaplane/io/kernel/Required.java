package io.swaplane.io.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of its machine. Without it the test is skipped and says so; with the need named in the environment
 * variable {@code SWAPLANE_REQUIRE} (comma-separated: {@code root,gcc,ping,ethtool,systemd,promtool,tshark,python,gobgp,frr,exabgp,bird,
 * frr10}) it fails instead.
 */
public final class Required {
    private Required() {
    }

    /** Root, which network namespaces, raw sockets and BPF need. */
    public static void root() {
        need("root", "root".equals(System.getProperty("user.name")));
    }

    /** A C compiler and the kernel's headers. */
    public static void gcc() {
        need("gcc", Files.isExecutable(Path.of("/usr/bin/gcc")) && Files.exists(Path.of("/usr/include/linux/if_xdp.h")));
    }

    /** The program that sends echo requests. */
    public static void ping() {
        need("ping", Files.isExecutable(Path.of("/usr/bin/ping")) || Files.isExecutable(Path.of("/bin/ping")));
    }

    /** The program that switches offloads. */
    public static void ethtool() {
        need("ethtool", Files.isExecutable(Path.of("/usr/sbin/ethtool")) || Files.isExecutable(Path.of("/sbin/ethtool")));
    }

    /** A service manager, whether or not it manages this machine. */
    public static void systemd() {
        need("systemd", Files.isExecutable(Path.of("/lib/systemd/systemd")));
    }

    /** The program that checks metrics, which comes with Prometheus. */
    public static void promtool() {
        need("promtool", isOnPath("promtool"));
    }

    /** Wireshark's dissector and what comes with it. */
    public static void tshark() {
        need("tshark", isOnPath("tshark"));
    }

    /** Python, for sockets that Java cannot bind to a device. */
    public static void python() {
        need("python", isOnPath("python3"));
    }

    private static boolean isOnPath(final String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    /** GoBGP's daemon and its command. */
    public static void gobgp() {
        need("gobgp", Files.isExecutable(Path.of("/usr/bin/gobgpd")) && Files.isExecutable(Path.of("/usr/bin/gobgp")));
    }

    /** FRRouting's BGP daemon and its shell. */
    public static void frr() {
        need("frr", Files.isExecutable(Path.of("/usr/lib/frr/bgpd")) && Files.isExecutable(Path.of("/usr/bin/vtysh")));
    }

    /** ExaBGP. */
    public static void exabgp() {
        need("exabgp", Files.isExecutable(Path.of("/usr/sbin/exabgp")));
    }

    /** BIRD 3, from Debian 13. */
    public static void bird() {
        unpacked("bird", "usr/sbin/bird");
    }

    /** FRRouting 10, from Debian 13. */
    public static void frr10() {
        unpacked("frr10", "usr/lib/frr/bgpd");
    }

    /** A program in the folder that {@code test-pcaps/peers/trixie} fills. */
    private static void unpacked(final String what, final String file) {
        final Map<String, String> environment = System.getenv();
        final String home = environment.getOrDefault("HOME", "/root");
        final String folder = environment.getOrDefault("SWAPLANE_TRIXIE", home + "/.cache/swaplane/trixie");
        need(what, Files.isExecutable(Path.of(folder, file)), " ('test-pcaps/peers/trixie unpack' gets it)");
    }

    private static void need(final String what, final boolean present) {
        need(what, present, "");
    }

    private static void need(final String what, final boolean present, final String how) {
        if (present) {
            return;
        }
        if (Arrays.asList(System.getenv().getOrDefault("SWAPLANE_REQUIRE", "").split(",")).contains(what)) {
            throw new AssertionError("needs " + what + how + ", and SWAPLANE_REQUIRE says that it must run");
        }
        System.out.println("skipped: needs " + what + how);
        Assumptions.abort("needs " + what + how);
    }
}
