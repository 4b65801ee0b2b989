package io.swaplane.io.kernel;

import java.io.IOException;

/** The kernel refused a call: which, on what, with which errno, what that means, and, where known, what to do about it. */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String subject;
    private final int number;

    /**
     * A refusal.
     *
     * @param call the call, as its manual page names it.
     * @param subject what it was about, such as an interface and a queue.
     * @param result the call's negative result.
     */
    public KernelException(final String call, final String subject, final long result) {
        this(call, subject, result, "");
    }

    /**
     * A refusal with advice.
     *
     * @param advice a sentence on what this means here and what to do, or empty.
     */
    public KernelException(final String call, final String subject, final long result, final String advice) {
        super(text(call, subject, result, advice));
        this.call = call;
        this.subject = subject;
        this.number = (int) -result;
    }

    /** Returns the result when it is no error; otherwise throws it. */
    public static int check(final int result, final String call, final String subject) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, subject, result);
        }
        return result;
    }

    /** Returns the result when it is no error; otherwise throws it. */
    public static long check(final long result, final String call, final String subject) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, subject, result);
        }
        return result;
    }

    public String call() {
        return call;
    }

    public String subject() {
        return subject;
    }

    public Errno errno() {
        return Errno.of(number);
    }

    /** The call's result: {@code -errno}. */
    public int result() {
        return -number;
    }

    private static String text(final String call, final String subject, final long result, final String advice) {
        final Errno errno = Errno.ofResult(result);
        final String name = errno == Errno.UNLISTED ? "errno " + -result : errno.name();
        return call + " on " + subject + ": " + name + " (" + errno.explanation() + ")" + (advice.isEmpty() ? "" : ". " + advice);
    }
}
