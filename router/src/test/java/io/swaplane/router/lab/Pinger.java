package io.swaplane.router.lab;

import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A customer's site that sends echo requests with the customer's name in them, one after the other, until it is closed. */
final class Pinger implements AutoCloseable {
    /** Between two requests when the first is not answered; late answers count as well. */
    private static final long PATIENCE_MILLIS = 50;
    private static final int AWAITED = 256;
    private static final long RECOVERY_SECONDS = 120;
    /** After which a request is lost. */
    private static final long LOSS_SECONDS = 5;
    private static final int IDENTIFIERS = 0x8000;
    private static final AtomicInteger NEXT = new AtomicInteger(IDENTIFIERS);

    private final LabRouter site;
    private final String customer;
    private final InetAddress source;
    private final InetAddress destination;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final Queue<Echo> awaited = new ArrayDeque<>();
    private final int identifier = NEXT.getAndIncrement();
    private final Thread thread;
    private volatile boolean closed;

    Pinger(final LabRouter site, final String customer, final String source, final String destination) {
        this.site = site;
        this.customer = customer;
        this.source = InetAddress.ofLiteral(source);
        this.destination = InetAddress.ofLiteral(destination);
        this.thread = Thread.ofPlatform().name("pinger-" + site.name()).start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                final CountDownLatch reply = new CountDownLatch(1);
                final Echo request = new Echo(source, destination, false, identifier, (int) sent.incrementAndGet() & 0xFFFF,
                    customer.getBytes(StandardCharsets.US_ASCII));
                site.send(VrfIntent.GLOBAL, request, () -> {
                    answered.incrementAndGet();
                    reply.countDown();
                });
                if (reply.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    Thread.sleep(1);
                } else {
                    awaited.add(request);
                    if (awaited.size() > AWAITED) {
                        site.giveUp(awaited.remove());
                    }
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many were answered so far. */
    long answered() {
        return answered.get();
    }

    /** Waits until more are answered than now; false when none are for a long time. */
    boolean recovers() throws InterruptedException {
        return answers(1);
    }

    /** Waits until so many more are answered than now; false when they are not for a long time. */
    boolean answers(final int more) throws InterruptedException {
        return reaches(answered() + more, RECOVERY_SECONDS);
    }

    private boolean reaches(final long wanted, final long seconds) throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (answered() < wanted && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        return answered() >= wanted;
    }

    /** Sends no more; how many were never answered. */
    long lost() throws InterruptedException {
        closed = true;
        thread.join();
        reaches(sent.get(), LOSS_SECONDS);
        return sent.get() - answered();
    }

    @Override
    public String toString() {
        return customer + "'s echo requests from " + source.getHostAddress() + " to " + destination.getHostAddress();
    }

    /** Ends it. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
