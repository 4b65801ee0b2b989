package io.swaplane.router.lab;

import io.swaplane.control.intent.RouterIntent;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends echo requests from routers' hosts and waits for the replies. Any thread. */
final class Probe {
    /** How long a reply may take on a machine that has other things to do. */
    static final long PATIENCE_MILLIS = 2_000;
    /** How long one that must not come is waited for. */
    static final long SILENCE_MILLIS = 500;

    private static final byte[] DATA = "swaplane lab, echo request with some data to carry".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_IDENTIFIER = 0xFFFF;

    private final Sightings sightings;
    private final AtomicInteger identifiers = new AtomicInteger();

    Probe(final Sightings sightings) {
        this.sightings = sightings;
    }

    /**
     * What came of echo requests.
     *
     * @param source the address that they were from.
     * @param sent how many.
     * @param answered how many were answered.
     */
    record Pinged(InetAddress source, int sent, int answered) { }

    /**
     * What came of one that was traced.
     *
     * @param source the address that it was from.
     * @param answered whether it was answered.
     * @param seen where it and its reply were seen, in that order.
     */
    record Traced(InetAddress source, boolean answered, List<Sightings.Sighting> seen) { }

    /**
     * Sends so many, each once the one before is answered or given up.
     *
     * @param source an own address of the router in the table, or null for the first of the destination's family.
     * @throws LabException when the router cannot send from there.
     */
    Pinged ping(final LabRouter from, final String table, final InetAddress to, final InetAddress source, final int count,
                final long patienceMillis) throws LabException {
        final InetAddress own = source(from.configured(), table, to, source);
        final int identifier = nextIdentifier();
        int answered = 0;
        for (int sequence = 1; sequence <= count; sequence++) {
            if (send(from, table, new Echo(own, to, false, identifier, sequence, DATA), patienceMillis)) {
                answered++;
            }
        }
        return new Pinged(own, count, answered);
    }

    /** Sends one and notes its way; arguments as for {@link #ping}. */
    Traced trace(final LabRouter from, final String table, final InetAddress to, final InetAddress source) throws LabException {
        final InetAddress own = source(from.configured(), table, to, source);
        final Echo request = new Echo(own, to, false, nextIdentifier(), 1, DATA);
        sightings.begin(request);
        final boolean answered = send(from, table, request, PATIENCE_MILLIS);
        return new Traced(own, answered, sightings.end(request));
    }

    private int nextIdentifier() {
        return identifiers.incrementAndGet() & MOST_IDENTIFIER;
    }

    private static boolean send(final LabRouter from, final String table, final Echo request, final long patienceMillis)
        throws LabException {
        final CountDownLatch answered = new CountDownLatch(1);
        from.send(table, request, answered::countDown);
        try {
            if (answered.await(patienceMillis, TimeUnit.MILLISECONDS)) {
                return true;
            }
            from.giveUp(request);
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted");
        }
    }

    private static InetAddress source(final RouterIntent router, final String table, final InetAddress to, final InetAddress given)
        throws LabException {
        final List<InetAddress> own = OwnAddresses.of(router, table);
        if (given != null && !own.contains(given)) {
            throw new LabException(AddressText.of(given) + " is no address of " + router.name() + " in " + table + ": its own are "
                + String.join(", ", own.stream().map(AddressText::of).toList()));
        }
        if (given != null && given.getClass() != to.getClass()) {
            throw new LabException(AddressText.of(given) + " is of another family than " + AddressText.of(to));
        }
        return given != null ? given : own.stream().filter(each -> each.getClass() == to.getClass()).findFirst()
            .orElseThrow(() -> new LabException(router.name() + " has no address in " + table + " to send from"));
    }
}
