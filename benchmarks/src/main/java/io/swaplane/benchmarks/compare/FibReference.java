package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.fib.InternetTable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The direct table in C, built by gcc where it runs and filled with a table's prefixes. IPv4 only. */
final class FibReference implements AutoCloseable {
    /** The shapes of {@code fib.c}, in its order. */
    static final List<String> SHAPES = List.of("plain", "prefetch", "two-pass");

    private static final String SOURCE = "fib.c";
    private static final int FIRST_BITS = 24;
    private static final int MORE = 1 << 31;
    private static final int MOST_WORDS = 1 << 16;

    private final Arena arena = Arena.ofShared();
    private final MethodHandle run;
    private final MemorySegment first = arena.allocate(4L << FIRST_BITS, 2 << 20);
    private final MemorySegment words = arena.allocate(8L * MOST_WORDS, 64);
    private final MemorySegment table = arena.allocate(ValueLayout.JAVA_LONG, 3);
    private final Map<Long, Integer> indices = new HashMap<>();

    private FibReference(final Path library) {
        run = downcall(library);
    }

    @SuppressWarnings("restricted") // loading the reference is what this class is for
    private MethodHandle downcall(final Path library) {
        return Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup(library, arena).findOrThrow("swaplane_fib_run"),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    }

    /**
     * Compiles the reference in {@code directory} and fills it.
     *
     * @throws IOException when gcc is missing or refuses, with what it printed.
     */
    static FibReference build(final Path directory, final InternetTable prefixes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (InputStream in = FibReference.class.getResourceAsStream(SOURCE)) {
            Files.copy(in, directory.resolve(SOURCE), StandardCopyOption.REPLACE_EXISTING);
        }
        final List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(CReference.FLAGS);
        command.addAll(List.of("-o", "libfib.so", SOURCE));
        final Process gcc = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        final String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (gcc.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        final FibReference reference = new FibReference(directory.resolve("libfib.so").toAbsolutePath());
        reference.fill(prefixes);
        return reference;
    }

    private void fill(final InternetTable prefixes) {
        // Shorter ones first, so that longer ones overwrite them.
        int seconds = 0;
        for (int i = 0; i < prefixes.count(); i++) {
            seconds += prefixes.length(i) > FIRST_BITS ? 1 : 0;
        }
        final MemorySegment second = arena.allocate(4L * 256 * Math.max(1, seconds), 64);
        final Map<Integer, Integer> tables = new HashMap<>();
        for (int length = 0; length <= Integer.SIZE; length++) {
            for (int i = 0; i < prefixes.count(); i++) {
                if (prefixes.length(i) == length) {
                    put((int) (prefixes.high(i) >>> Integer.SIZE), length, index(prefixes.word(i)), second, tables);
                }
            }
        }
        table.setAtIndex(ValueLayout.JAVA_LONG, 0, first.address());
        table.setAtIndex(ValueLayout.JAVA_LONG, 1, second.address());
        table.setAtIndex(ValueLayout.JAVA_LONG, 2, words.address());
    }

    private int index(final long word) {
        return indices.computeIfAbsent(word, key -> {
            final int index = indices.size() + 1;
            words.setAtIndex(ValueLayout.JAVA_LONG, index, key);
            return index;
        });
    }

    private void put(final int address, final int length, final int index, final MemorySegment second,
        final Map<Integer, Integer> tables) {
        final int from = address >>> Integer.SIZE - FIRST_BITS;
        if (length <= FIRST_BITS) {
            for (int i = 0; i < 1 << FIRST_BITS - length; i++) {
                first.setAtIndex(ValueLayout.JAVA_INT, from + i, index);
            }
            return;
        }
        final int number = tables.computeIfAbsent(from, key -> {
            final int made = tables.size();
            for (int i = 0; i < 256; i++) {
                second.setAtIndex(ValueLayout.JAVA_INT, 256L * made + i, first.getAtIndex(ValueLayout.JAVA_INT, from));
            }
            first.setAtIndex(ValueLayout.JAVA_INT, from, made | MORE);
            return made;
        });
        for (int i = 0; i < 1 << Integer.SIZE - length; i++) {
            second.setAtIndex(ValueLayout.JAVA_INT, 256L * number + (address & 0xFF) + i, index);
        }
    }

    /** Looks up all addresses, in batches; returns the sum of the answers. */
    long run(final int shape, final MemorySegment addresses, final int batch, final MemorySegment answers) {
        try {
            return (long) run.invokeExact(table, (long) shape, addresses, addresses.byteSize() / 4, (long) batch, answers);
        } catch (final Throwable e) { // a method handle declares Throwable
            throw new AssertionError("a downcall threw", e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
