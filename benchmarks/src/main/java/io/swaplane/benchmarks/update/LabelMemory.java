package io.swaplane.benchmarks.update;

import io.swaplane.table.ForwardingWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What labels take of memory: a producer puts them one by one through the command ring into a router of its own. */
final class LabelMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int COLLECTIONS = 3;

    private final int labels;
    private final List<Double> heapOctets = new ArrayList<>();
    private final List<Double> residentOctets = new ArrayList<>();

    LabelMemory(final int labels) {
        this.labels = labels;
    }

    /**
     * Starts so many routers, one after the other.
     *
     * @throws IllegalStateException when a label is not in the tables in the end.
     */
    LabelMemory run(final int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            final long heapBefore = heap();
            final long residentBefore = resident();
            try (UpdatedRouter router = new UpdatedRouter()) {
                for (int i = 0; i < labels; i++) {
                    router.put(UpdatedRouter.FIRST_LABEL + i, i & 0xFFFF);
                }
                router.settle();
                check(router);
                heapOctets.add((double) (heap() - heapBefore) / labels);
                residentOctets.add((double) (resident() - residentBefore) / labels);
            }
        }
        return this;
    }

    private void check(final UpdatedRouter router) {
        for (int i = 0; i < labels; i++) {
            final long word = router.conductor().tables().word(0, UpdatedRouter.FIRST_LABEL + i);
            if (ForwardingWord.outLabel(word) != UpdatedRouter.FIRST_LABEL + (i & 0xFFFF)) {
                throw new IllegalStateException("label " + (UpdatedRouter.FIRST_LABEL + i) + " is not in the tables");
            }
        }
    }

    /** Octets of the heap that are in use. */
    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Octets of physical memory that the process has. The whole heap is among them from the start, so what comes is off the heap. */
    private static long resident() throws IOException {
        return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:")).findFirst()
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).orElseThrow(() -> new IOException(STATUS + " has no VmRSS"));
    }

    String json() {
        return String.format(Locale.ROOT, "{\"case\":\"memory-per-label\",\"labels\":%d,\"heap_octets\":%.1f,\"off_heap_octets\":%.1f,"
            + "\"rounds\":%d}", labels, Rounds.median(heapOctets), Rounds.median(residentOctets), heapOctets.size());
    }

    String text() {
        return String.format(Locale.ROOT, "%,9d labels   each takes %.1f octets of heap and %.1f off the heap, in the tables of one worker",
            labels, Rounds.median(heapOctets), Rounds.median(residentOctets));
    }
}
