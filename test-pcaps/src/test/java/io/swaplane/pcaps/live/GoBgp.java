package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GoBGP in a namespace, with one neighbor: the router. */
final class GoBgp implements AutoCloseable {
    private static final String CONFIGURATION = """
        [global.config]
          as = %d
          router-id = "%s"
          local-address-list = ["%s"]
        [[neighbors]]
          [neighbors.config]
            neighbor-address = "%s"
            peer-as = %d
          [neighbors.timers.config]
            connect-retry = 5
            hold-time = 9
          [neighbors.ttl-security.config]
            enabled = %s
            ttl-min = 255
          [[neighbors.afi-safis]]
            [neighbors.afi-safis.config]
              afi-safi-name = "%s"
        """;
    private static final int TRIES = 60;
    private static final int PAUSE_MILLIS = 500;

    private final Namespace place;
    private final String family;
    private final Program program;

    private GoBgp(final Namespace place, final String family, final Program program) {
        this.place = place;
        this.family = family;
        this.program = program;
    }

    /** Speaks VPN-IPv4. */
    static GoBgp vpn(final Namespace place, final Path directory, final int as, final String own, final String router,
                     final int routerAs) throws IOException {
        return start(place, directory, as, own, router, routerAs, false, "l3vpn-ipv4-unicast", "vpnv4");
    }

    /** Speaks IPv4, as a customer; with {@code ttlSecurity} it hears nobody but who is on the link. */
    static GoBgp ip(final Namespace place, final Path directory, final int as, final String own, final String router,
                    final int routerAs, final boolean ttlSecurity) throws IOException {
        return start(place, directory, as, own, router, routerAs, ttlSecurity, "ipv4-unicast", "ipv4");
    }

    private static GoBgp start(final Namespace place, final Path directory, final int as, final String own, final String router,
                               final int routerAs, final boolean ttlSecurity, final String configured,
                               final String asked) throws IOException {
        final Path file = Files.writeString(directory.resolve(place.name() + ".toml"),
            CONFIGURATION.formatted(as, own, own, router, routerAs, ttlSecurity, configured));
        return new GoBgp(place, asked, Program.start(place, List.of("/usr/bin/gobgpd", "-t", "toml", "-f", file.toString())));
    }

    /** Announces a route, once it listens to commands. */
    void announce(final String route) throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            try {
                place.shell("/usr/bin/gobgp global rib add -a " + family + " " + route);
                return;
            } catch (final IOException e) {
                if (i == TRIES) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** Takes a route back. */
    void withdraw(final String route) throws IOException {
        place.shell("/usr/bin/gobgp global rib del -a " + family + " " + route);
    }

    /** All routes that it has, as it prints them; nothing while it does not answer. */
    String routes() {
        try {
            return place.shell("/usr/bin/gobgp global rib -a " + family);
        } catch (final IOException notYet) {
            return "";
        }
    }

    /** The label that it has for a VPN route, written {@code RD:PREFIX}. */
    OptionalInt label(final String route) {
        final Matcher line = Pattern.compile(Pattern.quote(route) + "\\s+\\[(\\d+)\\]").matcher(routes());
        return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
    }

    /** What it printed, for a failed test. */
    String output() {
        return program.output();
    }

    /** Kills it without a word to its neighbor. */
    @Override
    public void close() {
        program.close();
    }
}
