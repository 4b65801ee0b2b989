package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FRRouting 10 in a namespace, as an ASBR of option B between a neighbor of another AS and one of its own. */
final class Frr10 implements PeerAsbr {
    /** A path's label and next hop; one of IPv4 may be written as IPv6. */
    private static final Pattern PATH = Pattern.compile("(?s)\"remoteLabel\":(\\d+).*?\"ip\":\"(?:::ffff:)?([^\"]+)\"");
    private static final int TRIES = 300;
    private static final int PAUSE_MILLIS = 100;
    private static final String SPEAKER = """
        router bgp %d
         bgp router-id %s
         no bgp ebgp-requires-policy
         no bgp default ipv4-unicast
        """;
    private static final String NEIGHBOR = """
         neighbor %1$s remote-as %2$d
         neighbor %1$s timers 3 90
         neighbor %1$s timers connect 2
        """;
    private static final String FAMILY = """
         address-family %s
          neighbor %2$s activate
          neighbor %3$s activate
          neighbor %3$s next-hop-self
          bgp retain route-target all
         exit-address-family
        """;
    private static final String INTERFACE = """
        interface %s
         mpls bgp forwarding
         mpls bgp l3vpn-multi-domain-switching
        exit
        """;

    private final Namespace place;
    private final Path directory;
    private final List<Program> programs = new ArrayList<>();

    private Frr10(final Namespace place, final Path directory) {
        this.place = place;
        this.directory = directory;
    }

    /** Starts it; files go into the directory, which is no other speaker's. The families are those of the session with the other AS. */
    static Frr10 start(final Namespace place, final Path directory, final Peering outside, final Peering inside, final String... interfaces)
        throws IOException {
        final StringBuilder text = new StringBuilder(SPEAKER.formatted(outside.as(), outside.own()));
        for (final Peering each : List.of(outside, inside)) {
            text.append(NEIGHBOR.formatted(each.router(), each.routerAs()));
        }
        outside.families().forEach(each -> text.append(FAMILY.formatted(named(each), outside.router(), inside.router())));
        text.append("exit\n");
        for (final String each : interfaces) {
            text.append(INTERFACE.formatted(each));
        }
        Files.writeString(directory.resolve("bgpd.conf"), text);
        final Frr10 frr = new Frr10(place, directory);
        try {
            frr.start("mgmtd", "-u", "root", "-g", "root");
            frr.start("zebra", "-u", "root", "-g", "root");
            frr.until(() -> Files.exists(directory.resolve("frr").resolve("zserv.api")));
            frr.start("bgpd", "-S", "-f", Trixie.RUN.resolve("bgpd.conf").toString());
            frr.until(() -> !frr.ask("show version").isEmpty());
            // No labels are given while nothing does MPLS.
            frr.tell("configure terminal", "interface " + Site.WIRE, "mpls enable");
            return frr;
        } catch (final IOException | AssertionError e) {
            frr.close();
            throw e;
        }
    }

    private static String named(final String family) {
        return switch (family) {
            case "vpnv4" -> "ipv4 vpn";
            case "vpnv6" -> "ipv6 vpn";
            default -> throw new IllegalArgumentException(family);
        };
    }

    private void start(final String daemon, final String... more) throws IOException {
        final List<String> words = Trixie.words(directory, "/usr/lib/frr/" + daemon, "-P", "0", "-i",
            Trixie.RUN.resolve(daemon + ".pid").toString(), "--vty_socket", Trixie.RUN.toString(), "--log", "stdout");
        words.addAll(List.of(more));
        programs.add(Program.start(place, words));
    }

    private void until(final BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (i == TRIES || !programs.stream().allMatch(Program::isAlive)) {
                throw new AssertionError("FRRouting does not start: " + output());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    private String ask(final String question) {
        try {
            return tell(question);
        } catch (final IOException notYet) {
            return "";
        }
    }

    private String tell(final String... commands) throws IOException {
        final StringBuilder line = new StringBuilder(String.join(" ", Trixie.words(directory, "/usr/bin/vtysh", "--vty_socket",
            Trixie.RUN.toString())));
        for (final String each : commands) {
            line.append(" -c '").append(each).append('\'');
        }
        return place.shell(line.toString());
    }

    /** The path of a route, where there is one. */
    private Optional<MatchResult> path(final LabelledRoute route) {
        final String all = ask("show bgp " + named(route.family()) + " " + route.prefix() + " json");
        final int from = all.indexOf("\"" + route.rd() + "\"");
        final Matcher path = PATH.matcher(all);
        return from >= 0 && path.find(from) ? Optional.of(path) : Optional.empty();
    }

    private static OptionalInt number(final MatchResult found) {
        return OptionalInt.of(Integer.parseInt(found.group(1)));
    }

    @Override
    public OptionalInt label(final LabelledRoute route) {
        return path(route).map(Frr10::number).orElse(OptionalInt.empty());
    }

    @Override
    public OptionalInt given(final LabelledRoute route) {
        final Matcher bound = path(route).map(each -> Pattern.compile(Pattern.quote(each.group(2)) + ", label " + each.group(1)
            + ", local label (\\d+) ").matcher(ask("show bgp mplsvpn-nh-label-bind"))).orElse(null);
        return bound != null && bound.find() ? number(bound) : OptionalInt.empty();
    }

    @Override
    public String output() {
        final StringBuilder all = new StringBuilder();
        programs.forEach(each -> all.append(each.output()).append('\n'));
        return all.toString();
    }

    @Override
    public void kill() {
        programs.reversed().forEach(Program::close);
    }

    @Override
    public void close() {
        kill();
    }
}
