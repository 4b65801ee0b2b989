package io.swaplane.io.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Every call that the ports make into the C library, which here means into the kernel.
 *
 * <p>Pointers are passed as {@code long} addresses of memory that the caller keeps alive during the call. A call answers as the kernel
 * itself does: zero or more is success, less than zero is {@code -errno} (see {@link Errno}). Nothing is allocated per call: each thread
 * keeps one small segment in which the C library's {@code errno} is captured. Any thread may call any method; none is marked critical,
 * because each may block or enter the kernel for long.
 */
public final class LibC {
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE = ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    /** Number of the {@code bpf} system call, for which the C library has no function. */
    private static final long BPF_CALL = "aarch64".equals(System.getProperty("os.arch")) ? 280 : 321;

    private static final FunctionDescriptor INT_BUFFER = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final FunctionDescriptor LONG_BUFFER = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor OPTION =
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final FunctionDescriptor MESSAGE = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final FunctionDescriptor TWO_INTS = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);

    private static final MethodHandle SOCKET = call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND = call("bind", INT_BUFFER);
    private static final MethodHandle SETSOCKOPT = call("setsockopt", OPTION);
    private static final MethodHandle GETSOCKOPT =
        call("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SENDTO =
        call("sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECVFROM =
        call("recvfrom", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle RECVMSG = call("recvmsg", MESSAGE);
    private static final MethodHandle SENDMMSG =
        call("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle POLL = call("poll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MMAP =
        call("mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle IOCTL =
        call("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle OPEN =
        call("open", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ = call("read", LONG_BUFFER);
    private static final MethodHandle WRITE = call("write", LONG_BUFFER);
    private static final MethodHandle EVENTFD = call("eventfd", TWO_INTS);
    private static final MethodHandle SETNS = call("setns", TWO_INTS);
    private static final MethodHandle SCHED_SETAFFINITY =
        call("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle GETTID = call("gettid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle IF_NAMETOINDEX = call("if_nametoindex", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle SYSCALL_THREE = call("syscall",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), Linker.Option.firstVariadicArg(1));

    private LibC() {
    }

    /** {@code socket(2)}: a new descriptor. */
    public static int socket(final int domain, final int type, final int protocol) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code bind(2)}. */
    public static int bind(final int fd, final long address, final int length) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) BIND.invokeExact(state, fd, address, length), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code setsockopt(2)}. */
    public static int setsockopt(final int fd, final int level, final int option, final long value, final int length) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code setsockopt(2)} with a 32-bit value. */
    public static int setsockopt(final int fd, final int level, final int option, final int value) {
        try (Arena arena = Arena.ofConfined()) {
            return setsockopt(fd, level, option, arena.allocateFrom(JAVA_INT, value).address(), Integer.BYTES);
        }
    }

    /** {@code getsockopt(2)}; {@code lengthAddress} holds a 32-bit length, in and out. */
    public static int getsockopt(final int fd, final int level, final int option, final long value, final long lengthAddress) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) GETSOCKOPT.invokeExact(state, fd, level, option, value, lengthAddress), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code sendto(2)}: bytes sent; the address may be 0. */
    public static long sendto(final int fd, final long buffer, final long length, final int flags, final long address,
                              final int addressLength) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((long) SENDTO.invokeExact(state, fd, buffer, length, flags, address, addressLength), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code recvfrom(2)}: bytes received; address and length address may be 0. */
    public static long recvfrom(final int fd, final long buffer, final long length, final int flags, final long address,
                                final long lengthAddress) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((long) RECVFROM.invokeExact(state, fd, buffer, length, flags, address, lengthAddress), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code recvmsg(2)}: bytes received. */
    public static long recvmsg(final int fd, final long message, final int flags) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((long) RECVMSG.invokeExact(state, fd, message, flags), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code sendmmsg(2)}: messages sent of an array of {@code mmsghdr}. */
    public static int sendmmsg(final int fd, final long messages, final int count, final int flags) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) SENDMMSG.invokeExact(state, fd, messages, count, flags), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code poll(2)} on an array of {@code pollfd}: how many have events; 0 after {@code timeoutMillis}, which is endless below 0. */
    public static int poll(final long descriptors, final long count, final int timeoutMillis) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) POLL.invokeExact(state, descriptors, count, timeoutMillis), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code mmap(2)} at an address of the kernel's choice, which is returned. The owner of a mapping unmaps it. */
    public static long mmap(final long length, final int protection, final int flags, final int fd, final long offset) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((long) MMAP.invokeExact(state, 0L, length, protection, flags, fd, offset), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code ioctl(2)} with a pointer or number as argument. */
    public static int ioctl(final int fd, final long request, final long argument) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) IOCTL.invokeExact(state, fd, request, argument), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code open(2)}: a new descriptor. */
    public static int open(final String path, final int flags) {
        final MemorySegment state = STATE.get();
        try (Arena arena = Arena.ofConfined()) {
            return outcome((int) OPEN.invokeExact(state, arena.allocateFrom(path).address(), flags, 0), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code close(2)}. */
    public static int close(final int fd) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) CLOSE.invokeExact(state, fd), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code read(2)}: bytes read. */
    public static long read(final int fd, final long buffer, final long length) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((long) READ.invokeExact(state, fd, buffer, length), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code write(2)}: bytes written. */
    public static long write(final int fd, final long buffer, final long length) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((long) WRITE.invokeExact(state, fd, buffer, length), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code eventfd(2)}: a descriptor by which one thread wakes another's {@link #poll}. */
    public static int eventfd(final int initial, final int flags) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) EVENTFD.invokeExact(state, initial, flags), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code setns(2)}: moves the calling thread, and no other, into a namespace. */
    public static int setns(final int fd, final int kind) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) SETNS.invokeExact(state, fd, kind), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code sched_setaffinity(2)} of a thread (0: the caller) to a bit mask of {@code length} bytes. */
    public static int schedSetaffinity(final int tid, final long length, final long mask) {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) SCHED_SETAFFINITY.invokeExact(state, tid, length, mask), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code gettid(2)}: the kernel's number of the calling thread. */
    public static int gettid() {
        final MemorySegment state = STATE.get();
        try {
            return outcome((int) GETTID.invokeExact(state), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code if_nametoindex(3)}: the index of an interface in the calling thread's namespace. */
    public static int ifNametoindex(final String name) {
        final MemorySegment state = STATE.get();
        try (Arena arena = Arena.ofConfined()) {
            final int index = (int) IF_NAMETOINDEX.invokeExact(state, arena.allocateFrom(name).address());
            return index == 0 ? -(int) ERRNO.get(state, 0L) : index;
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code bpf(2)} with a {@code bpf_attr} of {@code length} bytes: a descriptor or 0. */
    public static int bpf(final int command, final long attributes, final int length) {
        final MemorySegment state = STATE.get();
        try {
            return (int) outcome((long) SYSCALL_THREE.invokeExact(state, BPF_CALL, (long) command, attributes, (long) length), state);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    private static int outcome(final int result, final MemorySegment state) {
        return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    }

    private static long outcome(final long result, final MemorySegment state) {
        return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    }

    @SuppressWarnings("restricted") // calling the C library is what this class is for
    private static MethodHandle call(final String name, final FunctionDescriptor descriptor, final Linker.Option... options) {
        final Linker linker = Linker.nativeLinker();
        final Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, all);
    }

    /** A method handle declares Throwable; the C library throws nothing, so what comes here is the JVM's own. */
    private static RuntimeException unexpected(final Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException("a downcall threw a checked exception", e);
    }
}
