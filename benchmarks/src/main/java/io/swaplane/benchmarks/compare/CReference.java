package io.swaplane.benchmarks.compare;

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
import java.util.List;
import java.util.stream.Stream;

/**
 * The C reference, built by gcc on the machine where it runs and loaded into this process, so that it works on the same memory as the
 * forwarder.
 */
final class CReference implements AutoCloseable {
    /** What gcc is told. Without its straight-line vectoriser, which pairs counters in vector registers: 0.5 ns slower. */
    static final List<String> FLAGS = List.of("-std=c17", "-O3", "-march=native", "-fno-tree-slp-vectorize", "-fPIC", "-shared",
        "-Wall", "-Wextra", "-Werror");

    private static final List<String> SOURCES = List.of("swap.c", "route.c", "fib.c", "tables.h");

    private final Arena arena = Arena.ofShared();
    private final MethodHandle run;
    private final long contextBytes;

    private CReference(final Path library) {
        run = downcall(library, "swaplane_run", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        final MethodHandle size = downcall(library, "swaplane_context_bytes", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
        try {
            contextBytes = (long) size.invokeExact();
        } catch (final Throwable e) { // a method handle declares Throwable
            throw new AssertionError("a downcall threw", e);
        }
    }

    @SuppressWarnings("restricted") // loading the reference is what this class is for
    private MethodHandle downcall(final Path library, final String name, final FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup(library, arena).findOrThrow(name), descriptor);
    }

    /** The first line of {@code gcc --version}, or null when there is no gcc. */
    static String compiler() throws InterruptedException {
        try {
            final Process process = new ProcessBuilder("gcc", "--version").redirectErrorStream(true).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output.lines().findFirst().orElse("gcc") : null;
        } catch (final IOException e) { // the one way in which a missing program shows
            return null;
        }
    }

    /**
     * Compiles the reference in {@code directory} and loads it.
     *
     * @throws IOException when gcc is missing or refuses, with what it printed.
     */
    static CReference build(final Path directory) throws IOException, InterruptedException {
        return new CReference(compile(directory, "swap.c"));
    }

    /** Compiles a program of the reference in {@code directory} to a library, whose path it returns. */
    static Path compile(final Path directory, final String program) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        for (final String source : SOURCES) {
            try (InputStream in = CReference.class.getResourceAsStream(source)) {
                Files.copy(in, directory.resolve(source), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(directory.resolve("layout_constants.h"), LayoutConstants.header());
        final List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(FLAGS);
        final String library = "lib" + program.replace(".c", ".so");
        command.addAll(List.of("-o", library, program));
        final Process gcc = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        final String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (gcc.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        return directory.resolve(library).toAbsolutePath();
    }

    /** Removes what {@link #build} left in its directory, and the directory. */
    static void delete(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Bytes of the context that {@link #run} takes, as the C compiler laid it out. */
    long contextBytes() {
        return contextBytes;
    }

    /** Takes the frames round {@code passes} times; returns how many left by the egress in all. */
    long run(final MemorySegment context, final Variant variant, final int passes) {
        try {
            return (long) run.invokeExact(context, (long) variant.ordinal(), (long) passes);
        } catch (final Throwable e) { // a method handle declares Throwable
            throw new AssertionError("a downcall threw", e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
