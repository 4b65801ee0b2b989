package io.swaplane.benchmarks.compare;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The C reference for IP packets ({@code route.c}), built by gcc where it runs. */
final class RouteReference implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MethodHandle run;

    @SuppressWarnings("restricted") // loading the reference is what this class is for
    private RouteReference(final Path library) {
        run = Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup(library, arena).findOrThrow("swaplane_route"),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    }

    /**
     * Compiles the reference in {@code directory} and loads it.
     *
     * @throws IOException when gcc is missing or refuses, with what it printed.
     */
    static RouteReference build(final Path directory) throws IOException, InterruptedException {
        return new RouteReference(CReference.compile(directory, "route.c"));
    }

    /** Forwards what the context's wire has received, once; returns how many frames left. */
    long run(final MemorySegment context, final Variant variant) {
        try {
            return (long) run.invokeExact(context, (long) variant.ordinal());
        } catch (final Throwable e) { // a method handle declares Throwable
            throw new AssertionError("a downcall threw", e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
