package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BIRD 3 in a namespace, whose first neighbor is the router. Its own routes have the labels that are told it; those of a neighbor go on
 * to the others with labels of its own, and itself as next hop.
 */
final class Bird implements BgpSpeaker, PeerAsbr {
    private static final String NAME = "bird.conf";
    private static final int TRIES = 300;
    private static final int PAUSE_MILLIS = 50;
    private static final String GLOBAL = """
        log stderr all;
        router id %s;
        mpls domain labels;
        mpls table swapped;
        protocol device { }
        """;
    private static final String FAMILY = """
        %1$s table all_%1$s;
        protocol static own_%1$s {
          %1$s { table all_%1$s; };
          mpls { label policy static; };
        %2$s}
        """;
    private static final String SESSION = """
        protocol bgp session%d {
          local %s as %d;
          neighbor %s as %d;
          direct;
        %s          connect delay time 1;
          connect retry time 2;
          error wait time 1, 2;
          graceful restart %s;
        %s  mpls { label policy prefix; };
        }
        """;
    private static final String CHANNEL = """
          %1$s mpls {
            table all_%1$s;
            import all;
            export all;
            next hop self;
            gateway direct;%2$s
          };
        """;

    private final Namespace place;
    private final Path directory;
    private final List<Peering> peerings;
    private final boolean keeps;
    private final List<LabelledRoute> routes = new ArrayList<>();
    private Program program;

    private Bird(final Namespace place, final Path directory, final boolean keeps, final List<Peering> peerings) {
        this.place = place;
        this.directory = directory;
        this.peerings = peerings;
        this.keeps = keeps;
    }

    /** Starts it; files go into the directory, which is no other speaker's. */
    static Bird start(final Namespace place, final Path directory, final Peering... peerings) throws IOException {
        final Bird bird = new Bird(place, directory, false, List.of(peerings));
        bird.launch();
        return bird;
    }

    /** Starts one that asks its neighbors to keep its routes while it is away. */
    static Bird keeping(final Namespace place, final Path directory, final Peering... peerings) throws IOException {
        final Bird bird = new Bird(place, directory, true, List.of(peerings));
        bird.launch();
        return bird;
    }

    private void launch(final String... options) throws IOException {
        configure();
        final List<String> words = Trixie.words(directory, "/usr/sbin/bird", "-f", "-c", Trixie.RUN.resolve(NAME).toString(), "-s",
            Trixie.RUN.resolve("bird.ctl").toString(), "-P", Trixie.RUN.resolve("bird.pid").toString());
        words.addAll(List.of(options));
        program = Program.start(place, words);
        for (int i = 0; ask("show status").isEmpty(); i++) {
            if (i == TRIES || !program.isAlive()) {
                close();
                throw new AssertionError("BIRD does not answer: " + output());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    private void configure() throws IOException {
        final StringBuilder text = new StringBuilder(GLOBAL.formatted(peerings.getFirst().own()));
        peerings.stream().flatMap(each -> each.families().stream()).distinct()
            .forEach(each -> text.append(FAMILY.formatted(channel(each), originated(each))));
        for (int i = 0; i < peerings.size(); i++) {
            final Peering peering = peerings.get(i);
            final StringBuilder channels = new StringBuilder();
            peering.families().forEach(each -> channels.append(CHANNEL.formatted(channel(each),
                each.equals("vpnv6") ? "\n    extended next hop on;" : "")));
            text.append(SESSION.formatted(i, peering.own(), peering.as(), peering.router(), peering.routerAs(), settings(peering),
                keeps ? "on" : "aware", channels));
        }
        Files.writeString(directory.resolve(NAME), text);
    }

    private static String settings(final Peering peering) {
        return (peering.passive() ? "  passive on;\n" : "") + (peering.ttlSecurity() ? "  ttl security on;\n" : "")
            + (peering.key().isEmpty() ? "" : "  password \"" + peering.key() + "\";\n");
    }

    private static String channel(final String family) {
        return switch (family) {
            case "vpnv4" -> "vpn4";
            case "vpnv6" -> "vpn6";
            case "ipv4-labeled-unicast" -> "ipv4";
            case "ipv6-labeled-unicast" -> "ipv6";
            default -> throw new IllegalArgumentException(family);
        };
    }

    private String originated(final String family) {
        final StringBuilder text = new StringBuilder();
        for (final LabelledRoute each : routes) {
            if (each.family().equals(family)) {
                text.append("  route ").append(named(each)).append(" mpls ").append(each.label()).append(" via \"").append(Site.WIRE)
                    .append('"').append(each.rd().isEmpty() ? ";\n"
                        : " { bgp_ext_community.add((rt, " + LabelledRoute.TARGET.replace(":", ", ") + ")); };\n");
            }
        }
        return text.toString();
    }

    private static String named(final LabelledRoute route) {
        return route.rd().isEmpty() ? route.prefix() : route.rd() + " " + route.prefix();
    }

    private String ask(final String question) {
        try {
            return tell(question);
        } catch (final IOException notYet) {
            return "";
        }
    }

    private String tell(final String command) throws IOException {
        return place.shell(String.join(" ", Trixie.words(directory, "/usr/sbin/birdc", "-s", Trixie.RUN.resolve("bird.ctl").toString()))
            + " '" + command + "'");
    }

    @Override
    public void announce(final LabelledRoute route) throws IOException {
        routes.add(route);
        reconfigure();
    }

    @Override
    public void withdraw(final LabelledRoute route) throws IOException {
        routes.remove(route);
        reconfigure();
    }

    private void reconfigure() throws IOException {
        configure();
        final String answer = tell("configure");
        if (!answer.contains("Reconfigur")) {
            throw new IOException(answer);
        }
    }

    @Override
    public OptionalInt label(final LabelledRoute route) {
        return found(route, "\\[session\\d [^\\n]*\\n\\s+via \\S+ on \\S+ mpls (\\d+)\\s");
    }

    @Override
    public OptionalInt given(final LabelledRoute route) {
        return found(route, "(?s).*?\\n\\s+mpls_label: (\\d+)");
    }

    private OptionalInt found(final LabelledRoute route, final String behind) {
        final String all = ask("show route all for " + named(route) + " table all_" + channel(route.family()));
        final Matcher found = Pattern.compile("(?m)^" + Pattern.quote(named(route)) + " .*?" + behind).matcher(all);
        return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
    }

    /** Asks the router to send all its routes again. */
    void askAgain() throws IOException {
        tell("reload bgp in session0");
    }

    /** Has it end and begin its session with the router. */
    void reset() throws IOException {
        tell("restart session0");
    }

    @Override
    public void kill() {
        program.close();
    }

    /** Starts it again, with its routes but these; one whose routes are to be kept says that it restarts. */
    void again(final LabelledRoute... gone) throws IOException {
        routes.removeAll(List.of(gone));
        launch(keeps ? new String[] {"-R"} : new String[0]);
    }

    @Override
    public String output() {
        return program.output();
    }

    @Override
    public void close() {
        kill();
    }
}
