package io.swaplane.router.run;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.nio.charset.StandardCharsets;

/**
 * The one router that forwards what arrives on an interface: a socket bound to a name made of the interface's index, in the abstract Unix
 * namespace, which is the network namespace's own. It goes with the process, however that ends.
 *
 * <p>AF_XDP alone would refuse a second owner, but AF_PACKET lets any number of sockets receive: each frame would leave twice. A lock file
 * would not do, as routers in one network namespace may see different file systems.
 *
 * <p>Layout of the address ({@code struct sockaddr_un}): family, 2 bytes; a zero byte, which makes it abstract; the name.
 */
final class PortClaim implements AutoCloseable {
    private static final short AF_UNIX = 1;
    private static final int NAME = 3;

    private final int fd;

    private PortClaim(final int fd) {
        this.fd = fd;
    }

    /**
     * Claims an interface.
     *
     * @throws StartException when another process has it.
     */
    static PortClaim of(final String port, final String device, final int interfaceIndex) throws StartException {
        final byte[] name = ("swaplane/interface/" + interfaceIndex).getBytes(StandardCharsets.US_ASCII);
        try (MappedRegion address = MappedRegion.reserve(NAME + name.length)) {
            final int fd = KernelException.check(LibC.socket(AF_UNIX, KernelAbi.SOCK_DGRAM | KernelAbi.SOCK_CLOEXEC, 0), "socket", device);
            Memory.putShort(address.address(), AF_UNIX);
            Memory.copyIn(name, 0, address.address() + NAME, name.length);
            final int result = LibC.bind(fd, address.address(), NAME + name.length);
            if (result < 0) {
                LibC.close(fd);
                throw refusal(port, device, result);
            }
            return new PortClaim(fd);
        } catch (final KernelException e) {
            throw new StartException("port " + port + ": " + e.getMessage(), e);
        }
    }

    private static StartException refusal(final String port, final String device, final int result) {
        return result == Errno.EADDRINUSE.asResult()
            ? new StartException("port " + port + ": another swaplane forwards what arrives on " + device + ": stop it first")
            : new StartException("port " + port + ": " + new KernelException("bind", device, result).getMessage());
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
