package io.swaplane.benchmarks.io;

import io.swaplane.benchmarks.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code benchmarks/compare-io}: forwarded packets per second of CPU, Swaplane beside testpmd and Linux; with {@code --flip} instead
 * the time from a lost carrier to the backup.
 *
 * <p>Exit codes: 0 measured; 1 something is missing or does not forward; 2 wrong arguments.
 */
public final class CompareIo {
    private static final List<String> OPTIONS = List.of("--json", "--quick", "--full", "--flip");

    private final boolean json;
    private final boolean quick;
    private final Path launcher;

    private CompareIo(final List<String> options, final Path launcher) {
        this.json = options.contains("--json");
        this.quick = options.contains("--quick");
        this.launcher = launcher;
    }

    /** See {@code benchmarks/compare-io --help}; the first argument is the launcher of Swaplane. */
    public static void main(final String[] args) {
        final List<String> options = List.of(args).subList(1, args.length);
        if (!OPTIONS.containsAll(options)) {
            System.err.println("compare-io: options are " + String.join(" ", OPTIONS) + ", not " + String.join(" ", options));
            System.exit(2);
        }
        try {
            final CompareIo program = new CompareIo(options, Path.of(args[0]));
            program.inDirectory(options.contains("--flip") ? program::flip : program::compare);
        } catch (final IOException | IllegalStateException e) {
            System.err.println("compare-io: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /** What is done with a bed and a directory for files. */
    private interface Work {
        void on(Bed bed, Path directory) throws IOException;
    }

    private void inDirectory(final Work work) throws IOException {
        Machine.describe().forEach(notes()::println);
        notes().println("load:    " + Files.readString(Path.of("/proc/loadavg")).strip());
        try (WorkDirectory directory = new WorkDirectory(); Bed bed = Bed.make()) {
            work.on(bed, directory.path());
        }
        notes().println("load:    " + Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private PrintStream notes() {
        return json ? System.err : System.out;
    }

    private void compare(final Bed bed, final Path directory) throws IOException {
        final Entry generator = new Entry(new NoForwarder());
        final List<Entry> entries = forwarders().stream().map(Entry::new).toList();
        final List<Entry> order = new ArrayList<>(entries);
        order.add(generator);
        for (int round = 0; round < (quick ? 3 : 7); round++) {
            for (final Entry entry : order) {
                final Round result = Round.run(bed, entry.forwarder(), directory, 2_000, quick ? 2_000 : 4_000);
                check(entry, result);
                entry.add(result);
                notes().println(String.format(Locale.ROOT, "round %d  %-24s in %8.0f  out %8.0f pps  CPU %.2f %.2f of %.2f busy", round + 1,
                    entry.forwarder().title(), result.offered(), result.pps(), result.generatorBusy() / result.seconds(),
                    result.forwarderBusy() / result.seconds(), result.allBusy() / result.seconds()));
            }
            order.addLast(order.removeFirst());
        }
        final Comparison comparison = new Comparison(entries, generator);
        notes().println(comparison.text());
        if (json) {
            System.out.println(comparison.json());
        }
    }

    private static void check(final Entry entry, final Round result) throws IOException {
        if (result.arrived() == 0 || result.left() == 0 && !(entry.forwarder() instanceof NoForwarder)) {
            throw new IOException(entry.forwarder().title() + " forwards nothing: " + result);
        }
    }

    private List<Forwarder> forwarders() {
        return List.of(
            new SwaplaneForwarder("swaplane-af-xdp", launcher, "native", "socket"),
            new SwaplaneForwarder("swaplane-xdp-transmit", launcher, "native", "xdp"),
            new TestpmdForwarder(Comparison.YARDSTICK, "net_af_xdp", "", false),
            new TestpmdForwarder("testpmd-af-xdp-no-busy", "net_af_xdp", ",busy_budget=0", false),
            new KernelForwarder("linux-ip-forward", true),
            new KernelForwarder("linux-ip-forward-inline", false),
            new SwaplaneForwarder("swaplane-af-packet", launcher, "packet", "socket"),
            new TestpmdForwarder("testpmd-af-packet", "net_af_packet", ",blocksz=4096,framesz=2048,framecnt=2048,qdisc_bypass=1", true));
    }

    private void flip(final Bed bed, final Path directory) throws IOException {
        final SwaplaneForwarder swaplane = new SwaplaneForwarder("swaplane-af-xdp", launcher, "native", "socket");
        try (Flips flips = new Flips(bed, directory, swaplane)) {
            final List<Percentiles> results = flips.measure(quick ? 3 : 10, quick ? 50 : 200);
            results.forEach(each -> notes().println(each.text()));
            if (json) {
                System.out.println(results.stream().map(Percentiles::json).collect(Collectors.joining(",\n ", "[", "]")));
            }
        }
    }
}
