package io.swaplane.router.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process and its JVM, by the names that Prometheus's own libraries use. */
final class ProcessMetrics implements MetricGroup {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double KIB = 1024;

    @Override
    public void collect(final Samples into) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            into.put(Metric.PROCESS_CPU, system.getProcessCpuTime() / NANOS);
            into.put(Metric.PROCESS_OPEN_FDS, system.getOpenFileDescriptorCount());
            into.put(Metric.PROCESS_MAX_FDS, system.getMaxFileDescriptorCount());
        }
        into.put(Metric.PROCESS_START, ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
        into.put(Metric.PROCESS_RESIDENT, residentBytes());
        final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        collect("heap", memory.getHeapMemoryUsage(), into);
        collect("nonheap", memory.getNonHeapMemoryUsage(), into);
        for (final GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            into.putSummary(Metric.JVM_GC, each.getCollectionCount(), each.getCollectionTime() / MILLIS, each.getName());
        }
        into.put(Metric.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static void collect(final String area, final MemoryUsage usage, final Samples into) {
        into.put(Metric.JVM_MEMORY_USED, usage.getUsed(), area);
        into.put(Metric.JVM_MEMORY_COMMITTED, usage.getCommitted(), area);
    }

    private static double residentBytes() {
        try {
            for (final String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(STATUS + " does not tell " + RESIDENT);
    }
}
