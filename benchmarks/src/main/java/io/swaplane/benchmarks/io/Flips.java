package io.swaplane.benchmarks.io;

import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.Link;
import io.swaplane.io.netlink.NetworkListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Takes the carrier from the primary path of a running Swaplane, again and again, while frames are offered all the time, and looks how
 * long it is until the first one leaves by the backup. The thread that sends also watches both sinks and the kernel's own notice of the
 * lost carrier, each some ten times a millisecond.
 */
final class Flips implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The kernel makes some 70 microseconds of it. */
    private static final long GAP_NANOS = 20_000;
    private static final int SETTLE_MILLIS = 50;
    private static final String PAIR = "primary: {swap: 200, next-hop: 1}, backup: {swap: 201, next-hop: 2}";

    private final Bed bed;
    private final Path directory;
    private final SwaplaneForwarder swaplane;
    private final MplsSocket source;
    private final MplsSocket primary;
    private final MplsSocket backup;
    private final LinkSwitch cable;
    private final byte[] frame = TestFrames.labelled();
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> sinceCut = new ArrayList<>();
    private final List<Long> sinceNotice = new ArrayList<>();
    private long noticed;

    Flips(final Bed bed, final Path directory, final SwaplaneForwarder swaplane) throws IOException {
        this.bed = bed;
        this.directory = directory;
        this.swaplane = swaplane;
        source = new MplsSocket(bed.inSource(), "g0");
        primary = new MplsSocket(bed.inSink(), "s0");
        backup = new MplsSocket(bed.inSink(), "s1");
        cable = new LinkSwitch(bed.inSink(), "s0");
    }

    /** Starts that many times, and with the last one flips that many times. */
    List<Percentiles> measure(final int startCount, final int flipCount) throws IOException {
        for (int i = 1; i < startCount; i++) {
            start().close();
        }
        try (Child running = start(); KernelNetwork network = bed.inMiddle().call(KernelNetwork::open)) {
            network.addListener(new NetworkListener() {
                @Override
                public void linkChanged(final Link link) {
                    if ("d1".equals(link.name()) && !link.isRunning()) {
                        noticed = System.nanoTime();
                    }
                }
            });
            for (int i = 0; i < flipCount; i++) {
                flip(network, running);
            }
        }
        return List.of(new Percentiles("flip-since-notice", sinceNotice), new Percentiles("flip-since-link-down", sinceCut),
            new Percentiles("start-to-first-frame", starts));
    }

    private Child start() throws IOException {
        primary.drain();
        final long begin = System.nanoTime();
        final CompletableFuture<Child> child = CompletableFuture.supplyAsync(() -> {
            try {
                return swaplane.start(bed, directory, PAIR, List.of());
            } catch (final IOException e) {
                throw new CompletionException(e);
            }
        });
        until("no frame after the start", () -> child.isCompletedExceptionally() || primary.drain());
        starts.add(System.nanoTime() - begin);
        return child.join();
    }

    private void flip(final KernelNetwork network, final Child running) throws IOException {
        until("the primary does not come back", primary::drain);
        Pause.millis(SETTLE_MILLIS);
        network.doWork();
        backup.drain();
        noticed = 0;
        final CompletableFuture<Long> cut = cut();
        until("no flip by " + running.processes(), () -> {
            poll(network);
            return backup.drain();
        });
        final long flipped = System.nanoTime();
        sinceCut.add(flipped - cut.join());
        until("no notice of the lost carrier", () -> {
            poll(network);
            return noticed != 0;
        });
        sinceNotice.add(Math.max(0, flipped - noticed));
        cable.set(true);
    }

    private CompletableFuture<Long> cut() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return cable.set(false);
            } catch (final IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void poll(final KernelNetwork network) {
        try {
            network.doWork();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Offers frames until something is so. */
    private void until(final String otherwise, final BooleanSupplier condition) throws IOException {
        final long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException(otherwise);
            }
            source.send(frame);
            LockSupport.parkNanos(GAP_NANOS);
        }
    }

    @Override
    public void close() {
        source.close();
        primary.close();
        backup.close();
    }
}
