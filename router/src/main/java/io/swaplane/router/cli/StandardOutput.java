package io.swaplane.router.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;

/** Standard output that remembers why it could not be written: {@link java.io.PrintWriter} only says that it could not. */
final class StandardOutput extends FilterOutputStream {
    /** What the kernel says when the reader, such as {@code head}, has seen enough: no fault of anyone's. */
    private static final String READER_GONE = "Broken pipe";

    private IOException failure;

    StandardOutput() {
        super(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    }

    @Override
    public void write(final byte[] bytes, final int offset, final int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(final int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(final IOException e) {
        failure = failure == null ? e : failure;
        return e;
    }

    /** Why output was lost, or null when none was that somebody still wanted. */
    String loss() {
        return failure == null || READER_GONE.equals(failure.getMessage()) ? null : failure.getMessage();
    }
}
