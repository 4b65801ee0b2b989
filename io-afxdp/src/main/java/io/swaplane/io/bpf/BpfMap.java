package io.swaplane.io.bpf;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.MappedRegion;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A map in the kernel, with 32-bit keys unless made otherwise, shared between programs there and this process. It lives until it is
 * closed and no program uses it. Any thread may call.
 */
public final class BpfMap implements AutoCloseable {
    private static final Path POSSIBLE_CPUS = Path.of("/sys/devices/system/cpu/possible");

    private final int fd;
    private final String name;
    private final int keySize;
    private final int valueSize;
    private boolean open = true;

    private BpfMap(final int fd, final String name, final int keySize, final int valueSize) {
        this.fd = fd;
        this.name = name;
        this.keySize = keySize;
        this.valueSize = valueSize;
    }

    /** AF_XDP sockets by receive queue. */
    public static BpfMap xsks(final String name, final int queues) throws KernelException {
        return create(KernelAbi.Bpf.MAP_TYPE_XSKMAP, name, Integer.BYTES, Integer.BYTES, queues);
    }

    /** 64-bit counters, one set per CPU: see {@link #sum}. */
    public static BpfMap counters(final String name, final int count) throws IOException {
        return create(KernelAbi.Bpf.MAP_TYPE_PERCPU_ARRAY, name, Long.BYTES, Long.BYTES * possibleCpus(), count);
    }

    /** A hash table with 32-bit values. */
    public static BpfMap table(final String name, final int capacity) throws KernelException {
        return create(KernelAbi.Bpf.MAP_TYPE_HASH, name, Integer.BYTES, Integer.BYTES, capacity);
    }

    /** A hash table with keys of so many bytes and 32-bit values, whose memory is taken at once. */
    public static BpfMap table(final String name, final int keyBytes, final int capacity) throws KernelException {
        return create(KernelAbi.Bpf.MAP_TYPE_HASH, name, keyBytes, Integer.BYTES, Integer.BYTES, capacity, 0);
    }

    /** Interfaces to redirect frames to; the value of a key is an interface index in the namespace of the thread that sets it. */
    public static BpfMap devices(final String name, final int entries) throws KernelException {
        return create(KernelAbi.Bpf.MAP_TYPE_DEVMAP, name, Integer.BYTES, Integer.BYTES, entries);
    }

    /** A block of memory, zero at first, that programs reach through {@link BpfAssembler#loadMapValue} and {@link #mapped} maps. */
    public static BpfMap memory(final String name, final int bytes) throws KernelException {
        return create(KernelAbi.Bpf.MAP_TYPE_ARRAY, name, Integer.BYTES, bytes, bytes, 1, KernelAbi.Bpf.F_MMAPABLE);
    }

    private static BpfMap create(final int type, final String name, final int valueSize, final int copySize, final int entries)
        throws KernelException {
        return create(type, name, Integer.BYTES, valueSize, copySize, entries, 0);
    }

    private static BpfMap create(final int type, final String name, final int keySize, final int valueSize, final int copySize,
                                 final int entries, final int flags) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final int result = new Attributes(arena).put(KernelAbi.Bpf.CREATE_TYPE, type).put(KernelAbi.Bpf.CREATE_FLAGS, flags)
                .put(KernelAbi.Bpf.CREATE_KEY_SIZE, keySize).put(KernelAbi.Bpf.CREATE_VALUE_SIZE, valueSize)
                .put(KernelAbi.Bpf.CREATE_MAX_ENTRIES, entries).name(KernelAbi.Bpf.CREATE_NAME, name).call(KernelAbi.Bpf.MAP_CREATE);
            return new BpfMap(KernelException.check(result, "bpf(MAP_CREATE)", "map " + name), name, keySize, copySize);
        }
    }

    /** Maps the block of a map made by {@link #memory} into this process; the mapping outlives the map's descriptor. */
    public MappedRegion mapped() throws KernelException {
        return MappedRegion.adopt(KernelException.check(LibC.mmap(valueSize, KernelAbi.PROT_READ | KernelAbi.PROT_WRITE,
            KernelAbi.MAP_SHARED | KernelAbi.MAP_POPULATE, fd, 0), "mmap", "map " + name), valueSize);
    }

    /** The map's descriptor. */
    public int fd() {
        return fd;
    }

    /** Sets the 32-bit value of a key; in a map of sockets the value is the socket's descriptor. */
    public void update(final int key, final int value) throws KernelException {
        update(bytes(key), value);
    }

    /** Sets the 32-bit value of a key, which has as many bytes as the map's keys. */
    public void update(final byte[] key, final int value) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final int result = element(arena, key, arena.allocateFrom(ValueLayout.JAVA_INT, value)).call(KernelAbi.Bpf.MAP_UPDATE_ELEM);
            KernelException.check(result, "bpf(MAP_UPDATE_ELEM)", subject(key));
        }
    }

    /** Removes a key; returns false when it is not there. */
    public boolean delete(final int key) throws KernelException {
        return delete(bytes(key));
    }

    /** Removes a key, which has as many bytes as the map's keys; returns false when it is not there. */
    public boolean delete(final byte[] key) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final int result = element(arena, key, MemorySegment.NULL).call(KernelAbi.Bpf.MAP_DELETE_ELEM);
            if (Errno.ofResult(result) == Errno.ENOENT) {
                return false;
            }
            KernelException.check(result, "bpf(MAP_DELETE_ELEM)", subject(key));
            return true;
        }
    }

    /** A counter's total over all CPUs. */
    public long sum(final int key) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment values = lookup(arena, key);
            return values.elements(ValueLayout.JAVA_LONG).mapToLong(value -> value.get(ValueLayout.JAVA_LONG, 0)).sum();
        }
    }

    /** The 32-bit value of a key that is there. */
    public int get(final int key) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            return lookup(arena, key).get(ValueLayout.JAVA_INT, 0);
        }
    }

    private MemorySegment lookup(final Arena arena, final int key) throws KernelException {
        final MemorySegment value = arena.allocate(valueSize, Long.BYTES);
        final int result = element(arena, bytes(key), value).call(KernelAbi.Bpf.MAP_LOOKUP_ELEM);
        KernelException.check(result, "bpf(MAP_LOOKUP_ELEM)", "map " + name + ", key " + key);
        return value;
    }

    private static byte[] bytes(final int key) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(key).array();
    }

    private String subject(final byte[] key) {
        return "map " + name + ", key " + (key.length == Integer.BYTES
            ? Integer.toString(ByteBuffer.wrap(key).order(ByteOrder.nativeOrder()).getInt()) : HexFormat.of().formatHex(key));
    }

    private synchronized Attributes element(final Arena arena, final byte[] key, final MemorySegment value) {
        if (!open) {
            throw new IllegalStateException("map " + name + " is closed");
        }
        if (key.length != keySize) {
            throw new IllegalArgumentException("map " + name + " has keys of " + keySize + " bytes, not " + key.length);
        }
        final MemorySegment bytes = arena.allocate(keySize, Long.BYTES);
        MemorySegment.copy(key, 0, bytes, ValueLayout.JAVA_BYTE, 0, keySize);
        return new Attributes(arena).put(KernelAbi.Bpf.ELEM_MAP_FD, fd).put(KernelAbi.Bpf.ELEM_KEY, bytes)
            .put(KernelAbi.Bpf.ELEM_VALUE, value);
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            LibC.close(fd);
        }
    }

    /** The kernel keeps a value for every CPU that could ever appear; the file reads like {@code 0-3}. */
    private static int possibleCpus() throws IOException {
        final String text = Files.readString(POSSIBLE_CPUS).trim();
        return Integer.parseInt(text.substring(Math.max(text.lastIndexOf('-'), text.lastIndexOf(',')) + 1)) + 1;
    }
}
