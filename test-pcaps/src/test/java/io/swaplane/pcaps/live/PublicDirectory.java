package io.swaplane.pcaps.live;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that every user may read, unlike those of the build, with the classes under test on request; deleted on close. */
final class PublicDirectory implements AutoCloseable {
    private final Path path;

    PublicDirectory() throws IOException {
        path = Files.createTempDirectory("swaplane-public",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    Path path() {
        return path;
    }

    /** Gives it to a user. */
    void owner(final String user) throws IOException {
        Files.setOwner(path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }

    /** Copies the classes under test, and those that they need, to a place in it; returns where each entry of the class path is. */
    static List<Path> classes(final Path place) throws IOException {
        final List<Path> copies = new ArrayList<>();
        for (final String entry : Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator))) {
            final Path copy = place.resolve("classes-" + copies.size());
            copy(Path.of(entry), copy);
            copies.add(copy);
        }
        return copies;
    }

    private static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
