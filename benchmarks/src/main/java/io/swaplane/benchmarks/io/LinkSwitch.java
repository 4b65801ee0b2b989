package io.swaplane.benchmarks.io;

import io.swaplane.io.kernel.KernelAbi.Device;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Takes an interface down, by which its peer loses its carrier, and up. */
final class LinkSwitch {
    private final InNamespace namespace;
    private final String device;

    LinkSwitch(final InNamespace namespace, final String device) {
        this.namespace = namespace;
        this.device = device;
    }

    /** Returns when it was begun, by {@link System#nanoTime}. */
    long set(final boolean up) throws IOException {
        return namespace.call(() -> {
            try (Arena arena = Arena.ofConfined()) {
                final int fd = KernelException.check(LibC.socket(KernelAbi.AF_INET, KernelAbi.SOCK_DGRAM, 0), "socket", device);
                try {
                    final MemorySegment request = arena.allocate(Device.IFREQ_SIZE, Long.BYTES);
                    request.setString(Device.IFREQ_NAME, device);
                    KernelException.check(LibC.ioctl(fd, Device.SIOCGIFFLAGS, request.address()), "ioctl(SIOCGIFFLAGS)", device);
                    final int flags = request.get(ValueLayout.JAVA_SHORT, Device.IFREQ_DATA) & ~Device.IFF_UP;
                    request.set(ValueLayout.JAVA_SHORT, Device.IFREQ_DATA, (short) (flags | (up ? Device.IFF_UP : 0)));
                    final long begin = System.nanoTime();
                    KernelException.check(LibC.ioctl(fd, Device.SIOCSIFFLAGS, request.address()), "ioctl(SIOCSIFFLAGS)", device);
                    return begin;
                } finally {
                    LibC.close(fd);
                }
            }
        });
    }
}
