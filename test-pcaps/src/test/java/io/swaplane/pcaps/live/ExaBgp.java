package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * ExaBGP in a namespace, with one neighbor: the router, to which it connects. It takes commands from a file, and what it hears goes into
 * another one.
 */
final class ExaBgp implements BgpSpeaker {
    private static final Map<String, String> CONFIGURED = Map.of("vpnv4", "ipv4 mpls-vpn", "vpnv6", "ipv6 mpls-vpn",
        "ipv4-labeled-unicast", "ipv4 nlri-mpls");
    private static final String HELPER = """
        tail -f %s & cat > %s
        kill $!
        """;
    private static final String CONFIGURATION = """
        process helper {
          run /bin/sh %s;
          encoder json;
        }
        neighbor %s {
          router-id %s;
          local-address %s;
          local-as %d;
          peer-as %d;
          hold-time 90;
          family { %s }
          api { processes [ helper ]; receive { parsed; update; } }
        }
        """;

    private final Path commands;
    private final Path heard;
    private final Program program;

    private ExaBgp(final Path commands, final Path heard, final Program program) {
        this.commands = commands;
        this.heard = heard;
        this.program = program;
    }

    /** Starts it; files go into the directory. */
    static ExaBgp start(final Namespace place, final Path directory, final Peering peering) throws IOException {
        final Path commands = Files.createFile(directory.resolve("exabgp.commands"));
        final Path heard = directory.resolve("exabgp.heard");
        final Path helper = Files.writeString(directory.resolve("exabgp.helper"), HELPER.formatted(commands, heard));
        final Path file = Files.writeString(directory.resolve("exabgp.conf"), CONFIGURATION.formatted(helper, peering.router(),
            peering.own(), peering.own(), peering.as(), peering.routerAs(),
            peering.families().stream().map(each -> CONFIGURED.get(each) + ";").collect(Collectors.joining(" "))));
        return new ExaBgp(commands, heard, Program.start(place, List.of("env", "exabgp.daemon.user=root", "exabgp.api.cli=false",
            "/usr/sbin/exabgp", file.toString())));
    }

    private void tell(final String verb, final LabelledRoute route) throws IOException {
        final String vpn = route.rd().isEmpty() ? "" : " rd " + route.rd() + " extended-community [ target:" + LabelledRoute.TARGET + " ]";
        Files.writeString(commands, verb + " route " + route.prefix() + " next-hop " + route.nextHop() + " label " + route.label() + vpn
            + "\n", StandardOpenOption.APPEND);
    }

    @Override
    public void announce(final LabelledRoute route) throws IOException {
        tell("announce", route);
    }

    @Override
    public void withdraw(final LabelledRoute route) throws IOException {
        tell("withdraw", route);
    }

    @Override
    public OptionalInt label(final LabelledRoute route) {
        final Pattern wanted = Pattern.compile("\"nlri\": \"" + Pattern.quote(route.prefix()) + "\", \"label\": \\[ \\[(\\d+)");
        OptionalInt label = OptionalInt.empty();
        for (final String line : lines()) {
            // What is announced comes first.
            final int withdrawn = line.indexOf("\"withdraw\"");
            final Matcher found = wanted.matcher(line);
            while (found.find()) {
                label = withdrawn >= 0 && found.start() > withdrawn ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(found.group(1)));
            }
        }
        return label;
    }

    private List<String> lines() {
        try {
            return Files.exists(heard) ? Files.readAllLines(heard) : List.of();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String output() {
        return program.output() + String.join("\n", lines());
    }

    @Override
    public void kill() {
        program.close();
    }

    @Override
    public void close() {
        kill();
    }
}
