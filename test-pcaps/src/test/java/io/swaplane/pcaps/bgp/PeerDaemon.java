package io.swaplane.pcaps.bgp;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real BGP speaker as a process in a namespace: AS 65001, 10.9.0.2, its neighbor AS 65000 at 10.9.0.1, three VPN-IPv4 routes. */
final class PeerDaemon implements AutoCloseable {
    /** How many routes it announces. */
    static final int ROUTES = 3;

    private final Kind kind;
    private final Namespace place;
    private final Path folder;
    private final Process process;

    /** Which speaker. */
    enum Kind {
        GOBGP {
            @Override
            void require() {
                Required.gobgp();
            }

            @Override
            String configuration(final boolean passive, final String key, final boolean ttlSecurity) {
                return """
                    [global.config]
                      as = 65001
                      router-id = "10.9.0.2"
                      local-address-list = ["10.9.0.2"]
                    [[neighbors]]
                      [neighbors.config]
                        neighbor-address = "10.9.0.1"
                        peer-as = 65000
                        auth-password = "%s"
                      [neighbors.timers.config]
                        connect-retry = 5
                        hold-time = 9
                      [neighbors.transport.config]
                        passive-mode = %s
                      [neighbors.ttl-security.config]
                        enabled = %s
                        ttl-min = 255
                      [[neighbors.afi-safis]]
                        [neighbors.afi-safis.config]
                          afi-safi-name = "l3vpn-ipv4-unicast"
                    """.formatted(key, passive, ttlSecurity);
            }

            @Override
            List<String> command(final Path folder, final Path configuration) {
                return List.of("/usr/bin/gobgpd", "-t", "toml", "-f", configuration.toString());
            }

            @Override
            void announce(final PeerDaemon daemon) throws IOException, InterruptedException {
                for (int i = 0; i < ROUTES; i++) {
                    daemon.untilDone("/usr/bin/gobgp global rib add -a vpnv4 10.10.40." + i
                        + "/32 label 44 rd 100:4 rt 100:1 nexthop 10.9.0.2");
                }
            }

            @Override
            String clearing(final Path folder) {
                return "/usr/bin/gobgp neighbor 10.9.0.1 reset";
            }

            @Override
            String asking(final Path folder) {
                return null;
            }
        },
        FRR {
            @Override
            void require() {
                Required.frr();
            }

            @Override
            String configuration(final boolean passive, final String key, final boolean ttlSecurity) {
                final StringBuilder text = new StringBuilder("""
                    router bgp 65001
                     bgp router-id 10.9.0.2
                     no bgp ebgp-requires-policy
                     no bgp default ipv4-unicast
                     no bgp network import-check
                     neighbor 10.9.0.1 remote-as 65000
                     neighbor 10.9.0.1 timers 3 9
                     neighbor 10.9.0.1 timers connect 2
                    """);
                text.append(passive ? " neighbor 10.9.0.1 passive\n" : "");
                text.append(key.isEmpty() ? "" : " neighbor 10.9.0.1 password " + key + "\n");
                text.append(ttlSecurity ? " neighbor 10.9.0.1 ttl-security hops 1\n" : "");
                text.append(" address-family ipv4 vpn\n  neighbor 10.9.0.1 activate\n");
                for (int i = 0; i < ROUTES; i++) {
                    text.append("  network 10.10.40.").append(i).append("/32 rd 100:4 label 44\n");
                }
                return text.append(" exit-address-family\n").toString();
            }

            @Override
            List<String> command(final Path folder, final Path configuration) {
                return List.of("/usr/lib/frr/bgpd", "-Z", "-S", "-P", "0", "-f", configuration.toString(), "-i",
                    folder.resolve("pid").toString(), "--vty_socket", folder.toString(), "--log", "file:" + folder.resolve("log"));
            }

            @Override
            String clearing(final Path folder) {
                return "/usr/bin/vtysh --vty_socket " + folder + " -c 'clear bgp *'";
            }

            @Override
            String asking(final Path folder) {
                return "/usr/bin/vtysh --vty_socket " + folder + " -c 'clear bgp ipv4 vpn * soft in'";
            }
        },
        BIRD {
            @Override
            void require() {
                Required.bird();
            }

            @Override
            String configuration(final boolean passive, final String key, final boolean ttlSecurity) {
                final StringBuilder routes = new StringBuilder();
                for (int i = 0; i < ROUTES; i++) {
                    routes.append("  route 100:4 10.10.40.").append(i).append("/32 mpls 44 via \"p0\";\n");
                }
                return """
                    log stderr all;
                    router id 10.9.0.2;
                    mpls domain labels;
                    mpls table swapped;
                    vpn4 table all_vpn4;
                    protocol device { }
                    protocol static {
                      vpn4 { table all_vpn4; };
                      mpls { label policy static; };
                    %s}
                    protocol bgp speaker {
                      local 10.9.0.2 as 65001;
                      neighbor 10.9.0.1 as 65000;
                      hold time 9;
                      connect delay time 1;
                      connect retry time 2;
                      error wait time 1, 2;
                      passive %s;
                      ttl security %s;
                      %s
                      vpn4 mpls { table all_vpn4; import all; export all; next hop self; };
                      mpls { label policy prefix; };
                    }
                    """.formatted(routes, passive ? "on" : "off", ttlSecurity ? "on" : "off",
                        key.isEmpty() ? "" : "password \"" + key + "\";");
            }

            @Override
            List<String> command(final Path folder, final Path configuration) {
                return Trixie.words(folder, "/usr/sbin/bird", "-f", "-c", Trixie.RUN.resolve(configuration.getFileName()).toString(),
                    "-s", SOCKET);
            }

            private String asked(final Path folder, final String command) {
                return String.join(" ", Trixie.words(folder, "/usr/sbin/birdc", "-s", SOCKET)) + ' ' + command;
            }

            @Override
            String clearing(final Path folder) {
                return asked(folder, "restart speaker");
            }

            @Override
            String asking(final Path folder) {
                return asked(folder, "reload bgp in speaker");
            }
        };

        private static final String SOCKET = Trixie.RUN.resolve("bird.ctl").toString();

        abstract void require();

        abstract String configuration(boolean passive, String key, boolean ttlSecurity);

        abstract List<String> command(Path folder, Path configuration);

        /** Has it announce its routes, where they do not stand in its configuration. */
        void announce(final PeerDaemon daemon) throws IOException, InterruptedException {
        }

        /** The command that has it end and begin its sessions. */
        abstract String clearing(Path folder);

        /** The command that has it ask for routes again; null when it never does, as GoBGP, which keeps what it received. */
        abstract String asking(Path folder);
    }

    /** Starts it; it announces its routes to whom it finds. */
    PeerDaemon(final Kind kind, final Namespace place, final Path folder, final boolean passive, final String key,
               final boolean ttlSecurity) throws IOException, InterruptedException {
        this.kind = kind;
        this.place = place;
        this.folder = folder;
        final Path configuration = Files.writeString(folder.resolve("bgp.conf"), kind.configuration(passive, key, ttlSecurity));
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", place.name()));
        command.addAll(kind.command(folder, configuration));
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"))
            .redirectOutput(folder.resolve("output").toFile()).start();
        try {
            kind.announce(this);
        } catch (final IOException | InterruptedException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Runs a command in its namespace, again until it succeeds, for half a minute. */
    private void untilDone(final String command) throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            try {
                place.shell(command);
                return;
            } catch (final IOException e) {
                if (i == 60) {
                    throw e;
                }
                Thread.sleep(500);
            }
        }
    }

    /** Has it end and begin its sessions. */
    void clear() throws IOException {
        place.shell(kind.clearing(folder));
    }

    /** Whether it says when all its routes have been sent. */
    boolean marksEndOfRib() {
        return kind != Kind.GOBGP;
    }

    /** Has it ask for routes again; false when it never asks. */
    boolean softResetIn() throws IOException {
        final String command = kind.asking(folder);
        if (command != null) {
            place.shell(command);
        }
        return command != null;
    }

    /** What it wrote, for a failed test. */
    String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /** Kills it without a word to its peers. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
