package io.swaplane.io.netlink;

import io.swaplane.io.kernel.KernelException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel knows of links, addresses and neighbours in one network namespace, kept up to date by its events.
 *
 * <p>Subscribes first and dumps then, on one socket, so that replies and events come in the order in which things happened. When the
 * socket's buffer overruns, events are lost: everything is dumped again, and the differences are told as if they had just happened. A
 * dump that the kernel marks as interrupted is repeated before anything is believed to be gone.
 *
 * <p>One thread: it calls {@link #doWork} when {@link #fd} is readable, or now and then, and listeners are called inside. Nothing blocks.
 */
public final class KernelNetwork implements AutoCloseable {
    /** Receive buffer of {@link #open()}: some ten thousand events. */
    public static final int RECEIVE_BYTES = 4 << 20;

    private static final int DATAGRAM_BYTES = 1 << 16;
    private static final int MAX_DATAGRAMS = 64;
    private static final int[] DUMPS = {RouteLayout.GET_LINK, RouteLayout.GET_ADDRESS, RouteLayout.GET_NEIGHBOUR};

    private final NetlinkChannel channel;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
    private final List<NetworkListener> listeners = new ArrayList<>();

    private final SweptTable<Integer, Link> links =
        new SweptTable<>(link -> listeners.forEach(l -> l.linkChanged(link)), this::forgetLink);
    private final SweptTable<InterfaceAddress, InterfaceAddress> addresses = new SweptTable<>(
        address -> listeners.forEach(l -> l.addressChanged(address)), address -> listeners.forEach(l -> l.addressGone(address)));
    private final SweptTable<NeighbourKey, Neighbour> neighbours = new SweptTable<>(
        neighbour -> listeners.forEach(l -> l.neighbourChanged(neighbour)),
        neighbour -> listeners.forEach(l -> l.neighbourGone(neighbour)));

    /** Index of the running dump in {@link #DUMPS}; its length when none runs. */
    private int dump = DUMPS.length;
    private int dumpSequence;
    private boolean dumpInterrupted;
    private boolean stale = true;
    private long overruns;
    private long malformed;
    private long repeatedDumps;

    KernelNetwork(final NetlinkChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens it on the calling thread's network namespace, with an empty model that the first {@link #doWork} calls fill.
     *
     * @throws KernelException when the kernel refuses a route socket.
     */
    public static KernelNetwork open() throws KernelException {
        return open(RECEIVE_BYTES);
    }

    /** Opens it with a receive buffer of about this many bytes. */
    public static KernelNetwork open(final int receiveBytes) throws KernelException {
        return new KernelNetwork(NetlinkSocket.open(receiveBytes, RouteLayout.GROUP_LINK, RouteLayout.GROUP_NEIGHBOUR,
            RouteLayout.GROUP_IPV4_ADDRESS, RouteLayout.GROUP_IPV6_ADDRESS));
    }

    /** Adds a listener; it hears what changes from now on. Not to be called from a listener. */
    public void addListener(final NetworkListener listener) {
        listeners.add(listener);
    }

    /**
     * Handles what the kernel has sent, a bounded number of datagrams.
     *
     * @return how many; 0 when nothing waited.
     * @throws KernelException when the socket is unusable or a dump is refused; the next call tries again.
     */
    public int doWork() throws KernelException {
        int work = 0;
        NetlinkChannel.Received received = NetlinkChannel.Received.DATAGRAM;
        while (work < MAX_DATAGRAMS && received != NetlinkChannel.Received.NOTHING) {
            if (stale && dump == DUMPS.length) {
                startDump(0);
            }
            received = channel.receive(datagram);
            if (received != NetlinkChannel.Received.NOTHING) {
                work++;
            }
            if (received == NetlinkChannel.Received.OVERRUN) {
                // A dump that still runs goes to its end first: the kernel runs one at a time per socket.
                overruns++;
                stale = true;
            } else if (received == NetlinkChannel.Received.DATAGRAM) {
                take();
            }
        }
        return work;
    }

    private void startDump(final int index) throws KernelException {
        // Until the request is out, everything is still to be dumped.
        dump = DUMPS.length;
        stale = true;
        channel.send(RouteMessages.dump(DUMPS[index]).build(++dumpSequence));
        stale = false;
        dump = index;
        dumpInterrupted = false;
        table().beginDump();
    }

    private SweptTable<?, ?> table() {
        return switch (DUMPS[dump]) {
            case RouteLayout.GET_LINK -> links;
            case RouteLayout.GET_ADDRESS -> addresses;
            default -> neighbours;
        };
    }

    private void take() throws KernelException {
        final List<NetlinkMessage> messages;
        try {
            messages = NetlinkMessage.split(datagram);
        } catch (final IllegalArgumentException e) {
            malformed++;
            return;
        }
        for (final NetlinkMessage message : messages) {
            try {
                take(message);
            } catch (final IllegalArgumentException e) {
                malformed++;
            }
        }
    }

    private void take(final NetlinkMessage message) throws KernelException {
        if (dump < DUMPS.length && message.sequence() == dumpSequence && message.hasFlag(NetlinkLayout.DUMP_INTERRUPTED)) {
            dumpInterrupted = true;
        }
        switch (message.type()) {
            case NetlinkLayout.DONE -> endDump(message, Acknowledgement.ofDone(message));
            case NetlinkLayout.ERROR -> endDump(message, Acknowledgement.of(message));
            case RouteLayout.NEW_LINK -> RouteMessages.link(message).ifPresent(link -> links.put(link.index(), link));
            case RouteLayout.DELETE_LINK -> RouteMessages.link(message).ifPresent(link -> links.remove(link.index()));
            case RouteLayout.NEW_ADDRESS -> RouteMessages.address(message).ifPresent(a -> addresses.put(a, a));
            case RouteLayout.DELETE_ADDRESS -> RouteMessages.address(message).ifPresent(a -> addresses.remove(a));
            case RouteLayout.NEW_NEIGHBOUR -> RouteMessages.neighbour(message).ifPresent(n -> neighbours.put(n.key(), n));
            case RouteLayout.DELETE_NEIGHBOUR -> RouteMessages.neighbour(message).ifPresent(n -> neighbours.remove(n.key()));
            default -> {
                // Other messages of these groups, such as link statistics, say nothing that the model holds.
            }
        }
    }

    private void endDump(final NetlinkMessage message, final Acknowledgement outcome) throws KernelException {
        if (dump == DUMPS.length || message.sequence() != dumpSequence) {
            return;
        }
        if (outcome.errno() != 0) {
            final int refused = DUMPS[dump];
            dump = DUMPS.length;
            stale = true;
            throw new KernelException("netlink dump", "message type " + refused, -outcome.errno(), outcome.text());
        }
        if (stale) {
            dump = DUMPS.length;
        } else if (dumpInterrupted) {
            repeatedDumps++;
            startDump(dump);
        } else {
            table().endDump();
            if (dump + 1 < DUMPS.length) {
                startDump(dump + 1);
            } else {
                dump = DUMPS.length;
                listeners.forEach(NetworkListener::resynchronised);
            }
        }
    }

    private void forgetLink(final Link link) {
        neighbours.removeIf(key -> key.interfaceIndex() == link.index());
        addresses.removeIf(key -> key.interfaceIndex() == link.index());
        listeners.forEach(l -> l.linkGone(link));
    }

    /** Whether the model has been filled and no event has been lost since. */
    public boolean isSynchronised() {
        return !stale && dump == DUMPS.length;
    }

    /** The link with this index, if there is one. */
    public Optional<Link> link(final int index) {
        return Optional.ofNullable(links.get(index));
    }

    /** The link with this name, if there is one. */
    public Optional<Link> link(final String name) {
        return links.values().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    public Collection<Link> links() {
        return links.values();
    }

    public Collection<InterfaceAddress> addresses() {
        return addresses.values();
    }

    public Collection<Neighbour> neighbours() {
        return neighbours.values();
    }

    /** The neighbour, if the kernel's table has it. */
    public Optional<Neighbour> neighbour(final NeighbourKey key) {
        return Optional.ofNullable(neighbours.get(key));
    }

    /** How often events were lost and everything was dumped again. */
    public long overruns() {
        return overruns;
    }

    /** How many dumps were repeated because the kernel's tables changed under them. */
    public long repeatedDumps() {
        return repeatedDumps;
    }

    /** Messages that could not be read. */
    public long malformed() {
        return malformed;
    }

    /** The descriptor to wait on: readable when {@link #doWork} has something to do. */
    public int fd() {
        return channel.fd();
    }

    @Override
    public void close() {
        channel.close();
    }
}
