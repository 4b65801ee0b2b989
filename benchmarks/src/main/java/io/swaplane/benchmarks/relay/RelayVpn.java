package io.swaplane.benchmarks.relay;

import io.swaplane.benchmarks.Machine;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Sends VPNv4 routes from one scripted peer over TCP by way of a speaker to another, with Swaplane as the option B ASBR (each pair of
 * next hop and label gets a label of its own) and with GoBGP, which passes the labels on, in turns; prints a JSON object for each run.
 *
 * <p>The time is from the first octet that is sent until the receiver has every route; then the sender's session ends, and the time is
 * until the receiver has none.
 */
public final class RelayVpn {
    static final long AS = 42;
    static final long RECEIVER_AS = 35;
    /** Longer than a run can take: no peer needs to say that it lives. GoBGP has no writes without a hold time. */
    static final int HOLD_SECONDS = 900;
    static final int RELAY_ID = 0x02020202;
    private static final int SENDER_ID = 0x01010101;
    private static final int RECEIVER_ID = 0x0A050505;

    /** As the script sets the loopback interface up. */
    private static final Place PLACE = new Place("10.255.0", 1790);
    private static final int MOST_ROUNDS = 9;
    private static final int LIMIT_MINUTES = 3;
    private static final int[] TUPLES = {10_000, Routes.MOST};
    private static final String USAGE = "usage: relay-vpn [--swaplane | --gobgp] [--routes N] [--rounds N] [--heap SIZE]";

    private boolean swaplane = true;
    private boolean gobgp = true;
    private int routes = Routes.MOST;
    private int rounds = 1;
    private String heap = "1g";

    private RelayVpn() {
    }

    /** Runs it; exits with 2 for wrong arguments. */
    public static void main(final String[] arguments) throws IOException {
        final RelayVpn run = new RelayVpn();
        if (!run.read(arguments)) {
            System.err.println(USAGE + ", routes 2 to " + Routes.MOST + ", rounds 1 to " + MOST_ROUNDS);
            System.exit(2);
        }
        Machine.describe().forEach(System.err::println);
        for (int round = 0; round < run.rounds; round++) {
            for (final int tuples : TUPLES) {
                final int some = Math.min(tuples, run.routes);
                if (run.swaplane) {
                    System.out.println(run(Relay.swaplane(PLACE, run.heap), PLACE, run.routes, some));
                }
                if (run.gobgp) {
                    System.out.println(run(Relay.gobgp(PLACE), PLACE, run.routes, some));
                }
            }
        }
        // Threads that wait for a relay that has failed must not hold the end up.
        System.exit(0);
    }

    private boolean read(final String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            final String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--swaplane" -> gobgp = false;
                case "--gobgp" -> swaplane = false;
                case "--routes" -> routes = number(value);
                case "--rounds" -> rounds = number(value);
                case "--heap" -> heap = value;
                default -> {
                    return false;
                }
            }
            i += arguments[i].equals("--swaplane") || arguments[i].equals("--gobgp") ? 0 : 1;
        }
        return (swaplane || gobgp) && routes >= 2 && routes <= Routes.MOST && rounds >= 1 && rounds <= MOST_ROUNDS
            && heap.matches("[1-9][0-9]{0,4}[mg]");
    }

    private static int number(final String text) {
        return text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
    }

    /** One run; the relay is ended. */
    static String run(final Relay started, final Place place, final int routes, final int tuples) throws IOException {
        try (Relay relay = started) {
            final byte[] octets = Routes.messages(AS, routes, tuples);
            try (Peer receiver = Peer.establish(place.receiver(), place.listen(), RECEIVER_AS, RECEIVER_ID);
                 Peer sender = Peer.establish(place.sender(), place.listen(), AS, SENDER_ID)) {
                final double cpu = relay.cpuSeconds();
                final long begin = System.nanoTime();
                final CompletableFuture<Void> sent = inBackground(() -> sender.send(octets));
                await(inBackground(() -> receiver.awaitRoutes(routes)), relay);
                await(sent, relay);
                final double seconds = (System.nanoTime() - begin) / 1e9;
                final double used = relay.cpuSeconds() - cpu;
                final long resident = relay.resident("VmRSS");
                final int labels = receiver.labels();
                final long end = System.nanoTime();
                sender.end();
                await(inBackground(() -> receiver.awaitRoutes(0)), relay);
                return String.format(Locale.ROOT, "{\"relay\": \"%s\", \"routes\": %d, \"tuples\": %d, \"labels\": %d, \"seconds\": %.2f, "
                    + "\"routes_per_second\": %.0f, \"cpu_seconds\": %.2f, \"resident_mib\": %d, \"most_resident_mib\": %d, "
                    + "\"withdraw_seconds\": %.2f}", relay.name(), routes, tuples, labels, seconds, routes / seconds, used, resident,
                    relay.resident("VmHWM"), (System.nanoTime() - end) / 1e9);
            }
        }
    }

    /** What a peer does. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> inBackground(final Step step) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (final IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(LIMIT_MINUTES, TimeUnit.MINUTES);
    }

    private static void await(final CompletableFuture<Void> step, final Relay relay) throws IOException {
        try {
            step.join();
        } catch (final CompletionException e) {
            throw new IOException(e.getCause() + "; the relay said: " + relay.said(), e.getCause());
        }
    }
}
