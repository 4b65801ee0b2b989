package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.fib.InternetTable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/** The direct table in C, built by gcc where it runs and filled with a table's prefixes. IPv4 only. */
final class FibReference implements AutoCloseable {
    /** The shapes of {@code fib.c}, in its order. */
    static final List<String> SHAPES = List.of("plain", "prefetch", "two-pass");

    private final Arena arena = Arena.ofShared();
    private final MethodHandle run;
    private final MemorySegment table;

    private FibReference(final Path library, final InternetTable prefixes) {
        run = downcall(library);
        table = arena.allocateFrom(ValueLayout.JAVA_LONG, new DirectTable(prefixes, prefixes::word, arena).addresses());
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
        return new FibReference(CReference.compile(directory, "fib.c"), prefixes);
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
