package io.swaplane.benchmarks.relay;

import io.swaplane.table.AddressText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The speaker in the middle, as a process of its own that ends with this program at the latest. */
final class Relay implements AutoCloseable {
    /** Ticks of {@code /proc/PID/stat} in a second: USER_HZ, 100 on every Linux that Java runs on. */
    private static final double TICKS = 100;
    /** Places of the user and system time behind the name in {@code stat}. */
    private static final int USER_TIME = 11;

    private final String name;
    private final Process process;
    private final Path log;
    private final List<Path> files;
    private final Thread atExit;

    private Relay(final String name, final Process process, final Path log, final List<Path> files) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.files = files;
        this.atExit = new Thread(process::destroyForcibly, "end " + process.pid());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private static Relay start(final String name, final List<String> command, final List<Path> files) throws IOException {
        final Path log = Files.createTempFile("relay", ".log");
        final List<Path> all = new ArrayList<>(files);
        all.add(log);
        return new Relay(name, new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log, all);
    }

    /** This program's own classes, with as much heap at most as is said. */
    static Relay swaplane(final Place place, final String heap) throws IOException {
        final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return start("swaplane", List.of(java, "-Xmx" + heap, "--enable-native-access=ALL-UNNAMED", "--add-exports",
            "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), RelayRouter.class.getName(),
            place.network(), Integer.toString(place.port())), List.of());
    }

    /** GoBGP with the same peers; it passes labels on as they are. */
    static Relay gobgp(final Place place) throws IOException {
        final Path config = Files.createTempFile("gobgp", ".toml");
        final String own = AddressText.of(place.relay());
        final String text = """
            [global.config]
              as = %d
              router-id = "2.2.2.2"
              port = %d
              local-address-list = ["%s"]
            """.formatted(RelayVpn.AS, place.port(), own)
            + neighbor(own, place.sender(), RelayVpn.AS) + neighbor(own, place.receiver(), RelayVpn.RECEIVER_AS);
        Files.writeString(config, text);
        return start("gobgp", List.of("gobgpd", "-f", config.toString(), "--api-hosts", own + ":" + (place.port() + 1)), List.of(config));
    }

    private static String neighbor(final String own, final InetAddress address, final long as) {
        return """
            [[neighbors]]
              [neighbors.config]
                neighbor-address = "%s"
                peer-as = %d
              [neighbors.timers.config]
                hold-time = %d
              [neighbors.transport.config]
                passive-mode = true
                local-address = "%s"
              [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                  afi-safi-name = "l3vpn-ipv4-unicast"
            """.formatted(AddressText.of(address), as, RelayVpn.HOLD_SECONDS, own);
    }

    String name() {
        return name;
    }

    /** Seconds of processor time of all its threads. */
    double cpuSeconds() throws IOException {
        final String stat = Files.readString(stat("stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) / TICKS;
    }

    /** Resident memory in MiB: {@code VmRSS} now, {@code VmHWM} at its most. */
    long resident(final String which) throws IOException {
        try (Stream<String> lines = Files.lines(stat("status"))) {
            return lines.filter(line -> line.startsWith(which + ":")).mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst().orElseThrow(() -> new IOException(name + " has no " + which));
        }
    }

    private Path stat(final String file) throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " has ended: " + said());
        }
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** What it printed, its last part. */
    String said() throws IOException {
        final String all = Files.readString(log);
        return all.substring(Math.max(0, all.length() - 2000)).strip();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
        for (final Path each : files) {
            Files.deleteIfExists(each);
        }
    }
}
