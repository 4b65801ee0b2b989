package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel counts. */
final class Counters {
    /** Of the calling thread's namespace: {@code /proc/net} would be the main thread's. */
    private static final Path DEVICES = Path.of("/proc/thread-self/net/dev");
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS_A_SECOND = 100;
    private static final int PACKETS = 1;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

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
