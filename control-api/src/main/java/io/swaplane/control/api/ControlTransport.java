package io.swaplane.control.api;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the server and the client have in common on Netty: the JDK's own Unix-domain sockets, which need no native library, and one
 * thread for all of a side's connections.
 */
final class ControlTransport {
    private static final String NO_UNSAFE = "io.netty.noUnsafe";
    /** Held, as a logger that nobody holds forgets its level. */
    private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

    static {
        // JDK 25 prints a warning when sun.misc.Unsafe is used. Netty reads this once.
        if (System.getProperty(NO_UNSAFE) == null) {
            System.setProperty(NO_UNSAFE, "true");
        }
        // gRPC warns, with a stack trace, when a client goes away before it has read everything.
        GRPC_LOG.setLevel(Level.SEVERE);
    }

    private ControlTransport() {
    }

    static EventLoopGroup eventLoop(final String threadName) {
        return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(threadName, true), NioIoHandler.newFactory());
    }

    /** Ends the thread and waits for that. */
    static void close(final EventLoopGroup eventLoop) {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
