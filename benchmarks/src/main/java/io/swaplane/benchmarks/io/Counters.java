package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel counts. */
final class Counters {
    /** Of the calling thread's namespace: {@code /proc/net} would be the main thread's. */
    private static final Path DEVICES = Path.of("/proc/thread-self/net/dev");
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS_A_SECOND = 100;
    private static final double NANOS = 1e9;
    private static final int PACKETS = 1;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

    /** User and system time in {@code /proc/PID/stat}, counted from behind the name. */
    private static final int USER_TIME = 11;

    private Counters() {
    }

    /** Packets that an interface of the calling thread's namespace has received. */
    static long received(final String device) throws IOException {
        for (final String line : Files.readAllLines(DEVICES)) {
            final String[] parts = line.strip().split(":", 2);
            if (parts[0].equals(device)) {
                return Long.parseLong(parts[1].strip().split("\\s+")[PACKETS]);
            }
        }
        throw new IOException("there is no interface " + device);
    }

    /** CPU seconds that processes have used so far, softirq work on top of them included. */
    static double cpuSeconds(final List<Long> processes) throws IOException {
        long ticks = 0;
        for (final long process : processes) {
            final String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        }
        return ticks / TICKS_A_SECOND;
    }

    /** CPU seconds that a thread of this process has used so far. */
    static double threadSeconds(final int thread) throws IOException {
        final String nanos = Files.readString(Path.of("/proc/self/task", Integer.toString(thread), "schedstat")).split(" ")[0];
        return Long.parseLong(nanos) / NANOS;
    }

    /** The kernel's threads for softirq work that nobody's time covers. */
    static List<Long> softirqThreads() {
        return kernelThreads("ksoftirqd/");
    }

    /** Ids of kernel threads whose name begins so. */
    static List<Long> kernelThreads(final String prefix) {
        return ProcessHandle.allProcesses().filter(each -> comm(each.pid()).startsWith(prefix)).map(ProcessHandle::pid).toList();
    }

    private static String comm(final long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip();
        } catch (final IOException e) {
            return "ended: " + e.getMessage();
        }
    }

    /** Seconds that a CPU has been busy, interrupts included; what the hypervisor took is not. */
    static double busySeconds(final int cpu) throws IOException {
        for (final String line : Files.readAllLines(STAT)) {
            if (line.startsWith("cpu" + cpu + " ")) {
                final String[] ticks = line.substring(line.indexOf(' ') + 1).strip().split("\\s+");
                long busy = 0;
                for (int i = 0; i <= STEAL; i++) {
                    busy += i == IDLE || i == IO_WAIT || i == STEAL ? 0 : Long.parseLong(ticks[i]);
                }
                return busy / TICKS_A_SECOND;
            }
        }
        throw new IOException("there is no CPU " + cpu + ": two are needed");
    }
}
