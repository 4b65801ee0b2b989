package io.swaplane.io.bpf;

import io.swaplane.io.kernel.LibC;

/** A program's attachment to an interface; closing it, or the end of the process, detaches the program. */
public final class BpfLink implements AutoCloseable {
    private final int fd;
    private boolean open = true;

    BpfLink(final int fd) {
        this.fd = fd;
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            LibC.close(fd);
        }
    }
}
