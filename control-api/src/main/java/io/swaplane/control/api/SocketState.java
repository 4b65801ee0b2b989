package io.swaplane.control.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What is found at the path of a Unix-domain socket, by looking and, if it may be a socket, by connecting. */
enum SocketState {
    ABSENT,
    /** A file of another kind, a link included. */
    OTHER_FILE,
    /** Its process is gone. */
    STALE,
    DENIED,
    LISTENING;

    /** Never blocks: a listener that is too busy to accept is one. */
    static SocketState of(final Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            final Path parent = path.toAbsolutePath().getParent();
            return parent != null && Files.isDirectory(parent) && !Files.isExecutable(parent) ? DENIED : ABSENT;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
            return OTHER_FILE;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            return LISTENING;
        } catch (final ConnectException e) {
            return STALE;
        } catch (final IOException e) {
            if (!Files.isWritable(path)) {
                return DENIED;
            }
            throw e;
        }
    }
}
