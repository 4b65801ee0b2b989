package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.Machine;
import io.swaplane.benchmarks.Scenario;
import io.swaplane.benchmarks.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code benchmarks/compare-c}: the forwarder beside the C reference, swap with 1, 1,000 and 1,000,000 labels; FIB lookups with as many
 * prefixes.
 *
 * <p>Exit codes: 0 measured; 1 no gcc, or a contestant that forwards wrongly; 2 wrong arguments.
 */
public final class CompareC {
    private static final int[] LABELS = {1, 1_000, 1_000_000};
    private static final int FRAMES = 4096;
    /** FIB lookups get this part of the time for a case. */
    private static final int FIB_SHARE = 3;
    private static final long SECOND = 1_000_000_000L;

    private final boolean json;
    private final long warmUpNanos;
    private final long caseNanos;

    private CompareC(final boolean json, final boolean quick) {
        this.json = json;
        warmUpNanos = (quick ? 2 : 5) * SECOND;
        caseNanos = (quick ? 12 : 60) * SECOND;
    }

    /** See {@code benchmarks/compare-c --help}. */
    public static void main(final String[] args) throws InterruptedException {
        final List<String> options = List.of(args);
        if (!List.of("--json", "--quick", "--full").containsAll(options)) {
            System.err.println("compare-c: options are --json, --quick and --full, not " + String.join(" ", options));
            System.exit(2);
        }
        try {
            new CompareC(options.contains("--json"), options.contains("--quick")).run();
        } catch (final IOException | IllegalStateException e) {
            System.err.println("compare-c: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        final PrintStream notes = json ? System.err : System.out;
        final String compiler = CReference.compiler();
        if (compiler == null) {
            throw new IOException("there is no gcc here, and the C reference is built where it runs: install gcc");
        }
        Machine.describe().forEach(notes::println);
        notes.println("C:       " + compiler + ", " + String.join(" ", CReference.FLAGS));
        notes.println("frames:  " + FRAMES + " of " + Scenario.FRAME_BYTES + " bytes, 2 KiB apart; ns per packet, medians over rounds");
        final Path directory = Files.createTempDirectory("swaplane-c");
        final List<String> results = new ArrayList<>();
        try (CReference reference = CReference.build(directory)) {
            for (final int labels : LABELS) {
                final Result result = measure(reference, labels);
                results.add(result.json());
                notes.println(result.text());
            }
            for (final int prefixes : LABELS) {
                try (FibRace race = new FibRace(directory, prefixes)) {
                    race.turns().warmUp(warmUpNanos);
                    race.turns().run(caseNanos / FIB_SHARE);
                    results.add(race.json());
                    notes.println(race.text());
                }
            }
        } finally {
            CReference.delete(directory);
        }
        if (json) {
            System.out.println(results.stream().collect(Collectors.joining(",\n ", "[", "]")));
        }
    }

    private Result measure(final CReference reference, final int labels) {
        try (Arena arena = Arena.ofConfined(); Scenario scenario = new Scenario(Workload.SWAP, labels, FRAMES)) {
            final List<SwapContestant> contestants = contestants(reference, scenario, arena);
            final Race race = new Race(scenario, contestants);
            race.check();
            race.turns().warmUp(warmUpNanos);
            race.turns().run(caseNanos);
            race.check();
            return Result.of("swap", "labels", labels, race.turns());
        }
    }

    /** Swaplane first, then every shape of the reference. */
    static List<SwapContestant> contestants(final CReference reference, final Scenario scenario, final Arena arena) {
        final List<SwapContestant> contestants = new ArrayList<>();
        contestants.add(new JavaForwarder(scenario.tables(), scenario.store(), scenario.frames(), Scenario.INGRESS));
        for (final Variant variant : Variant.values()) {
            contestants.add(new CForwarder(reference, variant, scenario, arena));
        }
        return contestants;
    }
}
