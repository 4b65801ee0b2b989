package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FRRouting in a namespace: its BGP daemon, and the one that brings routes into the kernel where that is wanted. */
final class Frr implements BgpSpeaker {
    private static final Pattern LABEL = Pattern.compile("\"remoteLabel\":(\\d+)");
    private static final String RESTARTS = """
         bgp graceful-restart
         bgp graceful-restart preserve-fw-state
         bgp graceful-restart restart-time 60
         bgp graceful-restart stalepath-time 60
        """;
    private static final int TRIES = 600;
    private static final int PAUSE_MILLIS = 100;

    private final Namespace place;
    private final PublicDirectory directory;
    private final int as;
    private final List<Program> programs = new ArrayList<>();

    private Frr(final Namespace place, final PublicDirectory directory, final int as) {
        this.place = place;
        this.directory = directory;
        this.as = as;
    }

    /** Exchanges routes with the router. */
    static Frr speaker(final Namespace place, final Peering peering) throws IOException {
        return start(place, peering.as(), configuration(peering, "", List.of()), false);
    }

    /** Begins with these routes, asks the router to keep them while it restarts, and says that its own forwarding has outlived that. */
    static Frr restarting(final Namespace place, final Peering peering, final List<LabelledRoute> routes) throws IOException {
        return start(place, peering.as(), configuration(peering, RESTARTS, routes), false);
    }

    /** Has this configuration, and routes that it gets become the kernel's. */
    static Frr router(final Namespace place, final int as, final String configuration) throws IOException {
        return start(place, as, configuration, true);
    }

    private static Frr start(final Namespace place, final int as, final String configuration, final boolean kernel) throws IOException {
        final Frr frr = new Frr(place, new PublicDirectory(), as);
        try {
            if (kernel) {
                frr.directory.owner("frr");
                final Path socket = frr.directory.path().resolve("zserv");
                frr.start("zebra", List.of("-z", socket.toString()));
                frr.until("answering", () -> Files.exists(socket));
                frr.bgp(configuration, List.of("-z", socket.toString()));
            } else {
                frr.bgp(configuration, List.of("-Z"));
            }
            return frr;
        } catch (final IOException | AssertionError e) {
            frr.close();
            throw e;
        }
    }

    private static String configuration(final Peering peering, final String more, final List<LabelledRoute> routes) {
        final String neighbor = " neighbor " + peering.router();
        // A route that names a policy which is not there yet is not taken.
        final StringBuilder text = new StringBuilder("""
            route-map TARGET permit 10
             set extcommunity rt %s
            exit
            router bgp %d
             bgp router-id %s
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast
             no bgp network import-check
            """.formatted(LabelledRoute.TARGET, peering.as(), peering.id())).append(more);
        text.append(neighbor).append(" remote-as ").append(peering.routerAs()).append('\n');
        text.append(neighbor).append(" timers 3 90\n");
        text.append(neighbor).append(" timers connect 2\n");
        text.append(peering.key().isEmpty() ? "" : neighbor + " password " + peering.key() + "\n");
        text.append(peering.passive() ? neighbor + " passive\n" : "");
        text.append(peering.ttlSecurity() ? neighbor + " ttl-security hops 1\n" : "");
        text.append(peering.isIpv6() ? neighbor + " capability extended-nexthop\n" : "");
        for (final String family : peering.families()) {
            text.append(" address-family ").append(named(family)).append("\n ").append(neighbor).append(" activate\n");
            routes.stream().filter(each -> each.family().equals(family)).forEach(each -> text.append("  network ").append(written(each))
                .append('\n'));
            text.append(" exit-address-family\n");
        }
        return text + "exit\n";
    }

    private static String named(final String family) {
        return switch (family) {
            case "vpnv4" -> "ipv4 vpn";
            case "vpnv6" -> "ipv6 vpn";
            case "ipv4-labeled-unicast" -> "ipv4 labeled-unicast";
            default -> throw new IllegalArgumentException(family);
        };
    }

    private void bgp(final String configuration, final List<String> more) throws IOException {
        final Path file = Files.writeString(directory.path().resolve("bgpd.conf"), configuration);
        final List<String> words = new ArrayList<>(List.of("-S", "-f", file.toString()));
        words.addAll(more);
        start("bgpd", words);
        until("answering", () -> !vtysh("show version").isEmpty());
    }

    private void start(final String daemon, final List<String> more) throws IOException {
        final Path folder = directory.path();
        final List<String> words = new ArrayList<>(List.of("/usr/lib/frr/" + daemon, "-P", "0", "-i",
            folder.resolve(daemon + ".pid").toString(), "--vty_socket", folder.toString(), "--log",
            "file:" + folder.resolve(daemon + ".log")));
        words.addAll(more);
        programs.add(Program.start(place, words));
    }

    private void until(final String what, final Condition condition) throws IOException {
        for (int i = 0; !condition.holds(); i++) {
            if (i == TRIES || !programs.stream().allMatch(Program::isAlive)) {
                throw new AssertionError("FRRouting: not " + what + ": " + output());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    /** What is waited for. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    /** What commands, one after the other, print; nothing while it does not answer. */
    String vtysh(final String... commands) {
        try {
            return tell(commands);
        } catch (final IOException notYet) {
            return "";
        }
    }

    private String tell(final String... commands) throws IOException {
        final StringBuilder line = new StringBuilder("/usr/bin/vtysh -d bgpd --vty_socket " + directory.path());
        for (final String each : commands) {
            line.append(" -c '").append(each).append('\'');
        }
        final String answer = place.shell(line.toString());
        if (answer.startsWith("% ")) {
            throw new IOException(String.join("; ", commands) + ": " + answer);
        }
        return answer;
    }

    @Override
    public void announce(final LabelledRoute route) throws IOException {
        configure(route, "network " + written(route));
    }

    @Override
    public void withdraw(final LabelledRoute route) throws IOException {
        configure(route, "no network " + route.prefix() + (route.rd().isEmpty() ? "" : " rd " + route.rd() + " label " + route.label()));
    }

    private void configure(final LabelledRoute route, final String line) throws IOException {
        // Labelled routes are in the table of unicast; what is originated in their own family comes to nothing.
        final String family = route.rd().isEmpty() ? "ipv4 unicast" : named(route.family());
        tell("configure terminal", "router bgp " + as, "address-family " + family, line);
    }

    /** What is no VPN's gets a label by itself. */
    private static String written(final LabelledRoute route) {
        return route.prefix() + (route.rd().isEmpty() ? "" : " rd " + route.rd() + " label " + route.label() + " route-map TARGET");
    }

    @Override
    public OptionalInt label(final LabelledRoute route) {
        final String all = vtysh("show bgp " + named(route.family()) + " " + route.prefix() + " json");
        final int from = route.rd().isEmpty() ? 0 : all.indexOf("\"" + route.rd() + "\"");
        final Matcher label = LABEL.matcher(all);
        return from >= 0 && label.find(from) ? OptionalInt.of(Integer.parseInt(label.group(1))) : OptionalInt.empty();
    }

    /** Asks its neighbors to send routes of a family again. */
    void askAgain(final String family) throws IOException {
        tell("clear bgp " + named(family) + " * soft in");
    }

    /** Has it end and begin its sessions. */
    void reset() throws IOException {
        tell("clear bgp *");
    }

    @Override
    public String output() {
        final StringBuilder all = new StringBuilder();
        programs.forEach(each -> all.append(each.output()).append('\n'));
        return all.toString();
    }

    /** Ends it without a word to its neighbors; its files stay until it is closed. */
    void kill() {
        final List<Program> last = new ArrayList<>(programs);
        Collections.reverse(last);
        last.forEach(Program::close);
        programs.clear();
    }

    @Override
    public void close() {
        kill();
        if (!Files.exists(directory.path())) {
            return;
        }
        try {
            directory.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
