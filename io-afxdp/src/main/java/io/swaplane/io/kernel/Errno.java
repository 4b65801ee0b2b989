package io.swaplane.io.kernel;

/**
 * The kernel's error numbers that a port can meet, with a sentence each. The numbers are those of x86-64 and AArch64, which agree.
 */
public enum Errno {
    EPERM(1, "the process lacks a capability that this needs"),
    ENOENT(2, "there is no such object"),
    EINTR(4, "a signal interrupted the call"),
    EIO(5, "the device failed"),
    ENXIO(6, "the device is gone or not bound"),
    E2BIG(7, "the argument is larger than the kernel knows"),
    EBADF(9, "the descriptor is not open"),
    EAGAIN(11, "nothing can be done without waiting"),
    ENOMEM(12, "the kernel is out of memory"),
    EACCES(13, "the kernel refuses this, or refuses it in this order"),
    EFAULT(14, "an address handed to the kernel is not mapped"),
    EBUSY(16, "something else is using it, or has only just let go of it"),
    EEXIST(17, "there already is one"),
    ENODEV(19, "there is no such network device"),
    EINVAL(22, "the kernel does not accept an argument"),
    ENFILE(23, "the system has too many open files"),
    EMFILE(24, "the process has too many open files"),
    ENOSPC(28, "there is no room left"),
    EROFS(30, "the file system is read-only"),
    ERANGE(34, "a value is out of range"),
    ENOSYS(38, "this kernel has no such call"),
    ENOTSOCK(88, "the descriptor is not a socket"),
    EMSGSIZE(90, "the frame or message is too long"),
    EPROTOTYPE(91, "the protocol does not fit the socket"),
    ENOPROTOOPT(92, "this kernel has no such socket option"),
    EPROTONOSUPPORT(93, "this kernel has no such protocol"),
    ESOCKTNOSUPPORT(94, "this kernel has no such socket type"),
    EOPNOTSUPP(95, "the device or kernel does not support it"),
    EAFNOSUPPORT(97, "this kernel has no such address family"),
    EADDRINUSE(98, "the address is in use"),
    EADDRNOTAVAIL(99, "the address is not one of this host"),
    ENETDOWN(100, "the interface is down"),
    ENETUNREACH(101, "there is no route"),
    ENOBUFS(105, "no buffer memory is left, or more memory would be locked than RLIMIT_MEMLOCK allows"),
    ENOTCONN(107, "the socket is not bound"),
    ETIMEDOUT(110, "it took too long"),
    EHOSTUNREACH(113, "the host cannot be reached"),
    EALREADY(114, "it is being done already"),
    /** Not the kernel's: any number that this list lacks. */
    UNLISTED(-1, "an error that Swaplane has no explanation for");

    private static final Errno[] BY_NUMBER = new Errno[128];

    static {
        for (final Errno errno : values()) {
            if (errno.number >= 0) {
                BY_NUMBER[errno.number] = errno;
            }
        }
    }

    private final int number;
    private final String explanation;

    Errno(final int number, final String explanation) {
        this.number = number;
        this.explanation = explanation;
    }

    /** The errno with this positive number, or {@link #UNLISTED}. */
    public static Errno of(final int number) {
        final Errno errno = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        return errno == null ? UNLISTED : errno;
    }

    /** The errno of a call's negative result. */
    public static Errno ofResult(final long result) {
        return of((int) -result);
    }

    public int number() {
        return number;
    }

    /** What it means, in half a sentence. */
    public String explanation() {
        return explanation;
    }

    /** What a call answers when it fails so: {@code -number}. */
    public int asResult() {
        return -number;
    }
}
