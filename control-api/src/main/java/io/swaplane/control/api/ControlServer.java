package io.swaplane.control.api;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.swaplane.control.api.v1.ControlGrpc;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves the control API ({@code swaplane.control.v1}, with the standard health service and server reflection) on a Unix-domain
 * socket of mode 0660, from construction to {@link #close}.
 *
 * <p>One thread reads and writes all connections; one keeps program and watch streams going; up to {@value #THREADS} more wait for answers
 * of the {@link StateSource} and of the {@link BgpState}. None of them keeps the process alive.
 */
public final class ControlServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int CALLS_PER_CONNECTION = 100;
    /** More than any call takes: gRPC cuts a stream with a larger message off without a word, smaller ones are refused with one. */
    private static final int LARGEST_MESSAGE = 16 << 20;

    private final SocketFile file;
    private final HealthStatusManager health = new HealthStatusManager();
    private final EventLoopGroup eventLoop;
    private final ThreadPoolExecutor executor;
    private final StreamAgent agent;
    private final Server server;

    /** A server that does not change the configuration or trace, of a router without BGP; see the other constructor. */
    public ControlServer(final Path socket, final StateSource source, final RouterControl control, final FaultListener faults)
        throws IOException {
        this(socket, source, control, null, null, faults);
    }

    /**
     * Listens.
     *
     * @param socket where; its directory must exist. A file that a process which is gone left there is replaced.
     * @param source answers the calls that read.
     * @param control carries the others out.
     * @param operations changes the configuration, and traces; null to do neither.
     * @param bgp the router's BGP; null when it speaks none.
     * @param faults told of faults of the router.
     * @throws ControlException when another process listens there, this user may not, or the path cannot be a socket's.
     */
    public ControlServer(final Path socket, final StateSource source, final RouterControl control, final RouterOperations operations,
                         final BgpState bgp, final FaultListener faults) throws IOException {
        file = new SocketFile(socket);
        eventLoop = ControlTransport.eventLoop("control-api-io");
        executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("control-api", true));
        executor.allowCoreThreadTimeOut(true);
        agent = new StreamAgent(faults);
        final NettyServerBuilder builder = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(file.bindPath()))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(eventLoop)
            .workerEventLoopGroup(eventLoop)
            // gRPC asks for it; a Unix-domain socket has no such option.
            .withChildOption(ChannelOption.SO_KEEPALIVE, null)
            .executor(executor)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .addService(new ControlService(source, control, agent, faults))
            .addService(new BgpService(bgp, faults))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
        if (operations != null) {
            builder.addService(new OperationsService(operations, faults));
        }
        server = builder.build();
        try {
            server.start();
            health.setStatus(ControlGrpc.SERVICE_NAME, ServingStatus.SERVING);
            file.publish();
        } catch (final IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Removes the socket, cuts what is still being answered off, and waits for the threads to end. */
    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            health.enterTerminalState();
            server.shutdownNow();
            awaitEnd();
            ControlTransport.close(eventLoop);
            agent.close();
        }
    }

    private void awaitEnd() {
        try {
            server.awaitTermination(1, TimeUnit.SECONDS);
            executor.shutdownNow();
            executor.awaitTermination(1, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            // Closing goes on without the wait.
            Thread.currentThread().interrupt();
        }
    }
}
