package io.swaplane.benchmarks.io;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The results.
 *
 * @param entries every forwarder with its rounds.
 * @param generator the generator alone, with as many rounds.
 */
record Comparison(List<Entry> entries, Entry generator) {
    static final String YARDSTICK = "testpmd-af-xdp";

    /**
     * Frames that leave per second of CPU, the generator's taken off. The generator fills its CPU in every round, with a forwarder or
     * without; what is left of both CPUs' busy time is the forwarder's processes and kernel threads. Taking the busy time that the threads
     * themselves have in the same round is equal to that on an idle machine, and on another keeps bystanders out.
     */
    private double perCpuSecond(final Entry entry) {
        return entry.median(round -> round.pps() / (round.forwarderBusy() / round.seconds()));
    }

    /**
     * The same, but what the generator's CPU spends on receiving for the forwarder is the forwarder's, too: the generator is charged for
     * the frames that it sent, at the cost that it has alone. A kernel thread that receives is charged with that anyway.
     */
    private double perCpuSecondWithReceive(final Entry entry) {
        if (entry.forwarder() instanceof KernelForwarder kernel && kernel.pinned()) {
            return perCpuSecond(entry);
        }
        final double each = generator.median(round -> round.busy() / round.offered());
        return entry.median(round -> round.pps() / (round.busy() - each * round.offered()));
    }

    private double ratio(final Entry entry) {
        return entries.stream().filter(other -> other.forwarder().title().equals(YARDSTICK)).findFirst()
            .map(other -> perCpuSecond(entry) / perCpuSecond(other)).orElse(Double.NaN);
    }

    /** A list of JSON objects. */
    String json() {
        return entries.stream().map(entry -> String.format(Locale.ROOT,
            "{\"dut\":\"%s\",\"pps\":%.0f,\"packets_per_cpu_s\":%s,\"ratio_to_testpmd_afxdp\":%s,"
                + "\"packets_per_cpu_s_with_receive\":%.0f,\"offered_pps\":%.0f,\"rounds\":%d}", entry.forwarder().title(),
            entry.median(Round::pps), number("%.0f", isolated(entry) ? perCpuSecond(entry) : Double.NaN),
            number("%.3f", isolated(entry) ? ratio(entry) : Double.NaN), perCpuSecondWithReceive(entry), entry.median(Round::offered),
            entry.rounds().size())).collect(Collectors.joining(",\n ", "[", "]"));
    }

    /** Only a forwarder on a CPU of its own can be told from the generator by how busy the CPUs are. */
    private static boolean isolated(final Entry entry) {
        return !(entry.forwarder() instanceof KernelForwarder kernel) || kernel.pinned();
    }

    private static String number(final String format, final double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "null";
    }

    /** A table. */
    String text() {
        final String head = String.format(Locale.ROOT, "%-24s %10s %10s %12s %10s %18s%n", "forwarder", "offered", "forwarded",
            "per CPU-s", "ratio", "receive charged");
        return head + entries.stream().map(entry -> String.format(Locale.ROOT, "%-24s %10.0f %10.0f %12s %10s %18.0f",
            entry.forwarder().title(), entry.median(Round::offered), entry.median(Round::pps),
            isolated(entry) ? number("%.0f", perCpuSecond(entry)) : "-", isolated(entry) ? number("%.3f", ratio(entry)) : "-",
            perCpuSecondWithReceive(entry))).collect(Collectors.joining(System.lineSeparator()));
    }
}
