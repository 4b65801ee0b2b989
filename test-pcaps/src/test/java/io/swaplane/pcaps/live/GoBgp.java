package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GoBGP in a namespace, with one neighbor: the router. */
final class GoBgp implements BgpSpeaker {
    private static final String CONFIGURATION = """
        [global.config]
          as = %d
          router-id = "%s"
          local-address-list = ["%s"]
        [[neighbors]]
          [neighbors.config]
            neighbor-address = "%s"
            peer-as = %d
            auth-password = "%s"
            admin-down = %s
          [neighbors.timers.config]
            connect-retry = 5
            hold-time = 90
            keepalive-interval = 3
          [neighbors.transport.config]
            passive-mode = %s
          [neighbors.ttl-security.config]
            enabled = %s
            ttl-min = 255
        """;
    private static final String FAMILY = """
          [[neighbors.afi-safis]]
            [neighbors.afi-safis.config]
              afi-safi-name = "%s"
        """;
    private static final String RESTARTS = """
          [neighbors.graceful-restart.config]
            enabled = true
            restart-time = 60
        """;
    private static final String RESTARTS_WITH = """
            [neighbors.afi-safis.mp-graceful-restart.config]
              enabled = true
        """;
    private static final Map<String, String> CONFIGURED = Map.of("vpnv4", "l3vpn-ipv4-unicast", "vpnv6", "l3vpn-ipv6-unicast",
        "ipv4-unicast", "ipv4-unicast", "ipv4-labeled-unicast", "ipv4-labelled-unicast",
        "route-target", "rtc");
    private static final Map<String, String> ASKED = Map.of("vpnv4", "vpnv4", "vpnv6", "vpnv6", "ipv4-unicast", "ipv4",
        "ipv4-labeled-unicast", "ipv4-mpls", "route-target", "rtc");
    private static final int TRIES = 60;
    private static final int PAUSE_MILLIS = 500;

    private final Namespace place;
    private final Peering peering;
    private final Program program;

    private GoBgp(final Namespace place, final Peering peering, final Program program) {
        this.place = place;
        this.peering = peering;
        this.program = program;
    }

    /** Speaks IPv4, as a customer; with {@code ttlSecurity} it hears nobody but who is on the link. */
    static GoBgp ip(final Namespace place, final Path directory, final int as, final String own, final String router,
                    final int routerAs, final boolean ttlSecurity) throws IOException {
        final Peering peering = Peering.of(as, own, router, routerAs, "ipv4-unicast");
        return start(place, directory, ttlSecurity ? peering.near() : peering);
    }

    /** Starts it; files go into the directory. */
    static GoBgp start(final Namespace place, final Path directory, final Peering peering) throws IOException {
        return start(place, directory, peering, false, List.of("/usr/bin/gobgpd"));
    }

    /**
     * Begins with these routes, and asks the router to keep them while it restarts.
     *
     * @param restarted whether it says that it has, and that its forwarding has outlived that.
     */
    static GoBgp restarting(final Namespace place, final Path directory, final Peering peering, final boolean restarted,
                            final List<LabelledRoute> routes) throws IOException {
        final GoBgp speaker = start(place, directory, peering, true,
            restarted ? List.of("/usr/bin/gobgpd", "-r") : List.of("/usr/bin/gobgpd"));
        for (final LabelledRoute each : routes) {
            speaker.announce(each);
        }
        speaker.untilDone("neighbor " + peering.router() + " enable");
        return speaker;
    }

    private static GoBgp start(final Namespace place, final Path directory, final Peering peering, final boolean restarts,
                               final List<String> command) throws IOException {
        final StringBuilder text = new StringBuilder(CONFIGURATION.formatted(peering.as(), peering.id(), peering.own(),
            peering.router(), peering.routerAs(), peering.key(), restarts, peering.passive(), peering.ttlSecurity()));
        text.append(restarts ? RESTARTS : "");
        peering.families().forEach(each -> text.append(FAMILY.formatted(CONFIGURED.get(each))).append(restarts ? RESTARTS_WITH : ""));
        final Path file = Files.writeString(directory.resolve(place.name() + ".toml"), text);
        final List<String> words = new ArrayList<>(command);
        words.addAll(List.of("-t", "toml", "-f", file.toString()));
        return new GoBgp(place, peering, Program.start(place, words));
    }

    /** Announces a route, once it listens to commands. */
    void announce(final String route) throws IOException {
        announce(family(), route);
    }

    private void announce(final String family, final String route) throws IOException {
        untilDone("global rib add -a " + ASKED.get(family) + " " + route);
    }

    private void untilDone(final String command) throws IOException {
        for (int i = 0; ; i++) {
            try {
                place.shell("/usr/bin/gobgp " + command);
                return;
            } catch (final IOException e) {
                if (i == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            }
        }
    }

    /** Takes up a VRF that imports a target: it wants VPN routes with that. */
    void want(final String target) throws IOException {
        place.shell("/usr/bin/gobgp vrf add wanting rd " + peering.as() + ":1 rt both " + target);
    }

    /** Gives that VRF up. */
    void wantNoMore() throws IOException {
        place.shell("/usr/bin/gobgp vrf del wanting");
    }

    @Override
    public void announce(final LabelledRoute route) throws IOException {
        announce(route.family(), written(route));
    }

    private static String written(final LabelledRoute route) {
        return route.prefix() + (route.rd().isEmpty() ? " " + route.label()
            : " label " + route.label() + " rd " + route.rd() + " rt " + LabelledRoute.TARGET) + " nexthop " + route.nextHop();
    }

    @Override
    public void withdraw(final LabelledRoute route) throws IOException {
        place.shell("/usr/bin/gobgp global rib del -a " + ASKED.get(route.family()) + " " + written(route));
    }

    private String family() {
        return peering.families().getFirst();
    }

    /** All routes of its first family that it has, as it prints them; nothing while it does not answer. */
    String routes() {
        return routes(family());
    }

    private String routes(final String family) {
        try {
            return place.shell("/usr/bin/gobgp global rib -a " + ASKED.get(family));
        } catch (final IOException notYet) {
            return "";
        }
    }

    private static OptionalInt label(final String routes, final String route) {
        final Matcher line = Pattern.compile(" " + Pattern.quote(route) + "\\s+\\[(\\d+)\\]").matcher(routes);
        return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
    }

    @Override
    public OptionalInt label(final LabelledRoute route) {
        return label(routes(route.family()), route.written());
    }

    /** Has it end and begin its sessions. */
    void reset() throws IOException {
        // By its own word for it, it would take no connection for half a minute.
        place.shell("/usr/bin/gobgp neighbor " + peering.router() + " disable");
        place.shell("/usr/bin/gobgp neighbor " + peering.router() + " enable");
    }

    @Override
    public String output() {
        return program.output();
    }

    @Override
    public void close() {
        program.close();
    }
}
