package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.Machine;
import io.swaplane.benchmarks.RouteScenario;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code benchmarks/compare-c --ip}: IP packets looked up among 1, 1,000 and 1,000,000 prefixes, beside a direct table in C.
 *
 * <p>Exit codes as {@link CompareC}.
 */
public final class CompareRoutes {
    private static final int[] PREFIXES = {1, 1_000, 1_000_000};
    private static final int FRAMES = 4096;
    private static final long SECOND = 1_000_000_000L;

    private final boolean json;
    private final long warmUpNanos;
    private final long caseNanos;

    private CompareRoutes(final boolean json, final boolean quick) {
        this.json = json;
        warmUpNanos = (quick ? 3 : 6) * SECOND;
        caseNanos = (quick ? 7 : 30) * SECOND;
    }

    /** See {@code benchmarks/compare-c --help}. */
    public static void main(final String[] args) throws InterruptedException {
        final List<String> options = List.of(args);
        try {
            new CompareRoutes(options.contains("--json"), options.contains("--quick")).run();
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
        notes.println("frames:  " + FRAMES + " of " + RouteScenario.FRAME_BYTES
            + " bytes, 2 KiB apart; ns per packet, medians over rounds");
        final Path directory = Files.createTempDirectory("swaplane-c");
        final List<Result> results = new ArrayList<>();
        try (RouteReference reference = RouteReference.build(directory)) {
            for (final RouteScenario.Kind kind : RouteScenario.Kind.values()) {
                for (final int prefixes : PREFIXES) {
                    final Result result = measure(reference, kind, prefixes);
                    results.add(result);
                    notes.println(result.text());
                }
            }
        } finally {
            CReference.delete(directory);
        }
        if (json) {
            System.out.println(results.stream().map(Result::json).collect(Collectors.joining(",\n ", "[", "]")));
        }
    }

    private Result measure(final RouteReference reference, final RouteScenario.Kind kind, final int prefixes) {
        try (Arena arena = Arena.ofConfined(); RouteScenario scenario = new RouteScenario(kind, prefixes, FRAMES)) {
            final RouteRace race = new RouteRace(scenario, contestants(reference, scenario, arena));
            race.check();
            race.turns().warmUp(warmUpNanos);
            race.turns().run(caseNanos);
            race.check();
            return Result.of(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), "prefixes", prefixes, race.turns());
        }
    }

    /** Swaplane first, then every shape of the reference. */
    static List<Contestant> contestants(final RouteReference reference, final RouteScenario scenario, final Arena arena) {
        final DirectTable routes = new DirectTable(scenario.prefixes(), scenario::word, arena);
        final List<Contestant> contestants = new ArrayList<>();
        contestants.add(new JavaForwarder(scenario.tables(), scenario.store(), scenario.frames(), RouteScenario.INGRESS));
        for (final Variant variant : Variant.values()) {
            contestants.add(new CRouter(reference, variant, scenario, routes, arena));
        }
        return contestants;
    }
}
