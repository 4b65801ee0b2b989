package io.swaplane.control.api;

import io.swaplane.control.api.ControlException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a listening Unix-domain socket.
 *
 * <p>The socket is bound in a directory that only this user may enter, gets its mode there, and is then moved to its place. So nobody
 * can connect before the mode is right, and a stale file is replaced in one step.
 */
final class SocketFile implements AutoCloseable {
    /** What {@code sun_path} holds, less the zero at its end. */
    private static final int MAX_PATH = 107;
    private static final String MODE = "rw-rw----";

    private final Path path;
    private final Path directory;
    private Object key;

    /**
     * Looks whether the socket can be opened there.
     *
     * @throws ControlException when not, and why.
     */
    SocketFile(final Path socket) throws IOException {
        path = socket.toAbsolutePath().normalize();
        final Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new ControlException(Reason.NOT_LISTENING, path + ": the socket's directory does not exist: create it, or name another");
        }
        directory = parent.resolve(".s" + ProcessHandle.current().pid());
        final int length = Math.max(bytes(path), bytes(bindPath()));
        if (length > MAX_PATH) {
            throw new ControlException(Reason.NOT_LISTENING, path + ": the path is too long for a socket, by " + (length - MAX_PATH)
                + " bytes: name a shorter one");
        }
        switch (SocketState.of(path)) {
            case LISTENING -> throw new ControlException(Reason.IN_USE, path
                + ": another process listens on this socket: stop it, or name another socket");
            case OTHER_FILE -> throw new ControlException(Reason.NOT_LISTENING, path + ": is there and is no socket: name another");
            case DENIED -> throw denied();
            default -> makeDirectory();
        }
    }

    private static int bytes(final Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private void makeDirectory() throws IOException {
        try {
            // What a process with this number left behind when it was killed.
            Files.deleteIfExists(bindPath());
            Files.deleteIfExists(directory);
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (final AccessDeniedException e) {
            throw denied();
        }
    }

    private ControlException denied() {
        return new ControlException(Reason.PERMISSION, path
            + ": permission denied: a socket cannot be made there by this user: name another, or have its directory made writable");
    }

    /** Where to bind. */
    Path bindPath() {
        return directory.resolve("s");
    }

    /** Puts the bound socket in its place, with mode 0660. */
    void publish() throws IOException {
        Files.setPosixFilePermissions(bindPath(), PosixFilePermissions.fromString(MODE));
        key = key(bindPath());
        try {
            Files.move(bindPath(), path, StandardCopyOption.ATOMIC_MOVE);
        } catch (final AccessDeniedException e) {
            throw denied();
        }
        Files.deleteIfExists(directory);
    }

    private static Object key(final Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    /** Removes what is left of it; a file that another process has put in its place stays. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(bindPath());
        Files.deleteIfExists(directory);
        if (key != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS) && key.equals(key(path))) {
            Files.delete(path);
        }
    }
}
