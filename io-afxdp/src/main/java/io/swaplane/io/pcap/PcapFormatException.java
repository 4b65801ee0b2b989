package io.swaplane.io.pcap;

import java.io.IOException;
import java.nio.file.Path;

/** A capture file that cannot be used; the message names the file, where in it, and what is wrong there. */
public final class PcapFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    PcapFormatException(final Path file, final String where, final String what) {
        super(file + ": " + where + ": " + what);
    }
}
